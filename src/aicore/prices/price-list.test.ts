import { describe, expect, it } from 'vitest';
import { book, catalogue, list, NOW } from '#test/support/price-samples.ts';
import { isOffered } from '../models/model.ts';
import { parsePriceList } from './price-list.ts';

describe('the price list', () => {
  it('offers only what has limits and a price', () => {
    const offered = catalogue.models.filter(isOffered);
    expect(offered.length).toBeGreaterThan(40);
    for (const { provider, name, kind, offer } of offered) {
      expect(book.priceAt(provider, name, NOW), name).toBeDefined();
      if (kind === 'chat') expect(offer.limits.maxOutputTokens, name).toBeGreaterThan(0);
    }
  });

  it('offers nothing that we cannot meter, and nothing that has ended', () => {
    const offered = new Set(catalogue.models.filter(isOffered).map(({ name }) => name));
    for (const name of [
      'sonar',
      'sonar-pro',
      'gpt-audio',
      'gpt-realtime',
      'gpt-image-1',
      'gpt-4o-mini-tts',
      'o3-deep-research',
    ]) {
      expect(offered.has(name), name).toBe(false);
      expect(
        catalogue.models.some((model) => model.name === name),
        name,
      ).toBe(true);
    }
  });

  it('has each price once, and one default of each provider', () => {
    const keys = list.prices.map(
      ({ provider, model, validFrom }) => `${provider} ${model} ${validFrom.toISOString()}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    const defaults = catalogue.models.filter(({ isDefault }) => isDefault);
    expect(
      defaults
        .filter(isOffered)
        .map(({ provider }) => provider)
        .toSorted(),
    ).toEqual(['anthropic', 'openai', 'perplexity', 'tavily']);
  });

  it('follows a change of price at 00:00 UTC of its day', () => {
    const cached = (instant: string) =>
      book.priceAt('anthropic', 'claude-sonnet-5-5', new Date(instant))?.perMillion.cached_input_tokens;
    expect(cached('2026-09-27T23:59:59Z')).toBeUndefined();
    expect(cached('2026-10-06T23:59:59.999Z')).toBe(200_000_000n);
    expect(cached('2026-10-07T00:00:00Z')).toBe(100_000_000n);
  });

  it('is refused with an amount as a number, an unknown meter or field, or no source', () => {
    const price = { validFrom: '2026-01-01', usdPerMillion: { input_tokens: '1' }, source: 'here' };
    const listOf = (change: object) =>
      parsePriceList({
        asOf: '2026-01-01',
        unit: 'USD',
        models: [{ provider: 'p', model: 'm', kind: 'chat', prices: [{ ...price, ...change }] }],
      });
    expect(listOf({}).prices).toHaveLength(1);
    for (const change of [
      { usdPerMillion: { input_tokens: 1 } },
      { usdPerMillion: { input_tokens: '-1' } },
      { usdPerMillion: { inputs: '1' } },
      { usdPerMillion: { web_searches: '1' } },
      { usdPerMillion: {} },
      { usdPerUnit: { input_tokens: '1' } },
      { validFrom: '2026-02-30' },
      { source: '' },
      { extra: true },
      { tiers: { flex: { factor: '-1' } } },
    ]) {
      expect(() => listOf(change), JSON.stringify(change)).toThrow();
    }
  });
});
