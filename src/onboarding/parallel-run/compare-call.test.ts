import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/decimal.ts';
import { COUNTS, callOf, compare, usageOf } from '#test/support/compared-call.ts';

describe('one call', () => {
  test('what it says is what it costs', () => {
    expect(compare(callOf('0.00512'))).toEqual({ tokens: 0n, price: 0n, rounding: 0n, cause: 'agrees' });
  });

  test('less than a unit of the last decimal is rounding, a unit is not', () => {
    expect(compare(callOf('0.0051'), 4)).toEqual({
      tokens: 0n,
      price: 0n,
      rounding: 16_000n,
      cause: 'agrees',
    });
    expect(compare(callOf('0.00502'), 4)).toMatchObject({
      rounding: 0n,
      price: 80_000n,
      cause: 'unexplained',
    });
  });

  test('cached tokens at the full price, and beside the input', () => {
    const counts = { ...COUNTS, cached: 1_000 };
    // 200 x 2 + 1000 x 0.5 + 340 x 8 = 3620 per million; 5120 at the full price; 5620 with the cached beside 1200.
    expect(compare(callOf('0.00362', { counts })).cause).toBe('agrees');
    expect(compare(callOf('0.00512', { counts }))).toEqual({
      ...{ tokens: -1_200_000n, price: 0n, rounding: 0n },
      cause: 'counts cached tokens as plain ones',
    });
    expect(compare(callOf('0.0051195', { counts }))).toEqual({
      ...{ tokens: -1_200_000n, price: 0n, rounding: 400n },
      cause: 'counts cached tokens as plain ones',
    });
    expect(compare(callOf('0.00562', { counts }))).toEqual({
      ...{ tokens: -1_600_000n, price: 0n, rounding: 0n },
      cause: 'counts cached tokens beside the input, of which they are a part',
    });
  });

  test('what the provider counted and the platform did not', () => {
    const anthropic = { provider: 'anthropic', model: 'claude-opus-4-5' };
    const counts = { input: 1_600, cached: 1_000, output: 200 };
    const own = compare(callOf('0.0085', { ...anthropic, counts }));
    // 600 x 5 + 1000 x 0.5 + 200 x 25; the provider wrote 500 of the 600 into the cache at 6.25, and searched twice for 0.01.
    expect(own.cause).toBe('agrees');
    const usage = usageOf({
      ...{ input_tokens: 100, cached_input_tokens: 1_000, cache_write_5m_tokens: 500, output_tokens: 200 },
      web_searches: 2,
    });
    expect(compare(callOf('0.0085', { ...anthropic, counts, usage }))).toEqual({
      ...{ tokens: 16_500_000n, price: 0n, rounding: 0n },
      cause: 'does not count cache write 5m tokens, web searches',
    });
    // It knew them all the same: nothing differs, whatever the three counts of the line come to.
    expect(compare(callOf('0.029125', { ...anthropic, counts, usage }))).toMatchObject({
      cause: 'agrees',
      tokens: 0n,
    });
    const more = usageOf({ input_tokens: 1_300, output_tokens: 340 });
    expect(compare(callOf('0.00512', { usage: more }))).toEqual({
      ...{ tokens: 160_000n, price: 0n, rounding: 0n },
      cause: 'counts other input tokens than the provider',
    });
  });

  test('an older and a newer price, a tier, a long prompt, the model that was asked', () => {
    const sol = {
      provider: 'openai',
      model: 'gpt-5.6-sol',
      counts: { input: 1_000, cached: 0, output: 100 },
    };
    // 4 and 20 since 2026-08-21, 5 and 30 before.
    expect(compare(callOf('0.008', sol))).toEqual({
      ...{ tokens: 0n, price: -1_600_000n, rounding: 0n },
      cause: 'takes the price until 2026-08-21',
    });
    const before = { ...sol, at: new Date('2026-08-01T12:00:00Z') };
    expect(compare(callOf('0.006', before)).cause).toBe('takes the price from 2026-08-21 on');
    const flex = usageOf({ input_tokens: 1_000, output_tokens: 100 }, 'flex');
    expect(compare(callOf('0.006', { ...sol, usage: flex }))).toEqual({
      ...{ tokens: 0n, price: -2_400_000n, rounding: 0n },
      cause: 'prices the tier flex as standard',
    });
    const long = { ...sol, counts: { input: 300_000, cached: 0, output: 100 } };
    expect(compare(callOf('1.202', long))).toMatchObject({
      cause: 'prices a long prompt as a short one',
      price: 960_800_000n,
    });
    const nano = usageOf({ input_tokens: 1_200, output_tokens: 340 }, undefined, 'gpt-4.1-nano-2025-04-14');
    expect(compare(callOf('0.00512', { usage: nano })).cause).toBe(
      'prices the model that was asked, not the one that answered',
    );
  });

  test('two causes at once, each with its part', () => {
    const counts = { input: 1_000, cached: 400, output: 100 };
    const sonnet = { provider: 'anthropic', model: 'claude-sonnet-5-5', counts };
    // 600 x 2 + 400 x 0.1 + 100 x 10 = 2240; at 0.2 until 2026-10-07: 2280; beside the input 3040, and 3080.
    expect(compare(callOf('0.00308', sonnet), 8)).toEqual({
      ...{ tokens: -640_000n, price: -32_000n, rounding: 0n },
      cause:
        'counts cached tokens beside the input, of which they are a part, and takes the price until 2026-10-07',
    });
  });

  test('no cost, nothing charged, no count, and a cost that the provider states', () => {
    expect(compare(callOf(undefined))).toMatchObject({ price: 4_096_000n, cause: 'states no cost' });
    expect(compare(callOf('0'))).toMatchObject({ price: 4_096_000n, cause: 'charges nothing' });
    const none = { counts: { input: 0, cached: 0, output: 0 } };
    expect(compare(callOf('0.00512', none))).toMatchObject({ tokens: -4_096_000n, cause: 'has no count' });
    expect(compare(callOf('0', none)).cause).toBe('agrees');
    const failed = { ...none, usage: { parts: [] } };
    expect(compare(callOf('0.00512', failed)).cause).toBe('charges for what used nothing, by the provider');
    const sonar = {
      provider: 'perplexity',
      model: 'perplexity/sonar',
      counts: { input: 1_000, cached: 0, output: 100 },
    };
    const stated = {
      ...usageOf({ input_tokens: 1_000, output_tokens: 100, web_searches: 1 }),
      statedCostUsd: decimal('0.0031'),
    };
    expect(compare(callOf('0.0031', { ...sonar, usage: stated })).cause).toBe('agrees');
    expect(compare(callOf('0.0005', { ...sonar, usage: stated }))).toEqual({
      ...{ tokens: 2_080_000n, price: 0n, rounding: 0n },
      cause: 'computes the cost from tokens, though the provider states it',
    });
  });

  test('Tavily has credits and no models; a request of the Search API is one call', () => {
    const tavily = { provider: 'tavily', model: 'search', counts: { input: 0, cached: 0, output: 0 } };
    expect(compare(callOf('0.016', { ...tavily, usage: usageOf({ credits: 2 }) })).cause).toBe('agrees');
    expect(compare(callOf('0.015', { ...tavily, usage: usageOf({ credits: 2 }) }))).toMatchObject({
      tokens: 0n,
      price: 800_000n,
    });
    expect(compare(callOf('0.005', { ...tavily, provider: 'perplexity', model: 'search-api' })).cause).toBe(
      'agrees',
    );
  });
});
