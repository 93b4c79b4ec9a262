import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { book, catalogue, NOW, termsOf } from '#test/support/price-samples.ts';
import type { Meter, Quantities } from '../meters.ts';
import { isOffered } from '../models/model.ts';
import { calculatePriceChf } from '../prices/charge.ts';
import { coveredBy, quoteUpperBound } from './upper-bound.ts';

const models = catalogue.models.filter(isOffered);

const BOUNDED: readonly Meter[] = [
  'input_tokens',
  'cache_write_5m_tokens',
  'cache_write_30m_tokens',
  'cache_write_1h_tokens',
  'cache_write_12h_tokens',
  'input_image_tokens',
  'web_searches',
  'credits',
];

const count = fc.oneof(fc.nat(2000), fc.nat(600_000));
const scenario = fc
  .record({
    model: fc.constantFrom(...models),
    bound: fc.dictionary(fc.constantFrom(...BOUNDED), count, { maxKeys: 3 }) as fc.Arbitrary<Quantities>,
    rateMicro: fc.integer({ min: 1, max: 2_000_000 }),
    markupPpm: fc.integer({ min: 0, max: 2_000_000 }),
    choices: fc.integer({ min: 1, max: 8 }),
    limit: fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined }),
    tierPick: fc.nat(5),
  })
  .map(({ model, bound, rateMicro, markupPpm, choices, limit, tierPick }) => {
    const price = must(book.priceAt(model.provider, model.name, NOW), 'price');
    const tier = [undefined, 'default', 'auto', ...Object.keys(price.tiers)][tierPick];
    const terms = termsOf((rateMicro / 1e6).toFixed(6), markupPpm);
    const output = { limit, choices, minimum: Math.min(64, limit ?? 64), meter: 'output_tokens' as const };
    const request = { model: model.name, inputBound: () => bound, output, ...(tier ? { tier } : {}) };
    const quote = quoteUpperBound({ request, limits: model.offer.limits, price, terms, how: 'bytes' });
    return { model, price, terms, bound, choices, tier, quote };
  });

describe('quoteUpperBound', () => {
  it('is never below the charge of a usage within it', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(
        scenario,
        shares,
        fc.nat(5),
        ({ price, terms, bound, choices, tier, quote, model }, share, pick) => {
          const used: Partial<Record<Meter, number>> = {};
          let next = 0;
          for (const [meter, most] of Object.entries(bound) as [Meter, number][]) {
            let left = most;
            for (const covered of coveredBy(meter)) {
              const part = Math.floor(left * (share[next++ % share.length] ?? 0));
              used[covered] = (used[covered] ?? 0) + part;
              left -= part;
            }
          }
          const tokens = Math.floor((quote.wantedOutputTokens ?? 0) * (share[39] ?? 0));
          used.output_tokens = tokens * choices;
          const answers = tier === 'auto' ? [undefined, ...Object.keys(price.tiers)] : [undefined, tier];
          const answered = answers[pick % answers.length];
          const charge = calculatePriceChf({
            usage: {
              parts: [{ model: model.name, quantities: used, ...(answered ? { tier: answered } : {}) }],
            },
            asked: { model: model.name, price },
            priceOf: () => undefined,
            terms,
          });
          expect(charge.amountNanoChf).toBeLessThanOrEqual(quote.boundFor(tokens));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('grows with the output, and its inverse is exact', () => {
    fc.assert(
      fc.property(
        scenario,
        fc.nat(200_000),
        fc.bigInt({ min: 0n, max: 10_000_000_000n }),
        ({ quote }, tokens, grant) => {
          const wanted = must(quote.wantedOutputTokens, 'wanted');
          const n = Math.min(tokens, wanted);
          expect(quote.boundFor(n)).toBeLessThanOrEqual(quote.boundFor(n + 1));
          expect(quote.outputTokensFor(quote.boundFor(n))).toBeGreaterThanOrEqual(n);
          expect(quote.minimumNanoChf).toBeLessThanOrEqual(quote.wantedNanoChf);
          const fits = must(quote.outputTokensFor(grant), 'tokens');
          if (grant >= quote.boundFor(0)) {
            expect(quote.boundFor(fits)).toBeLessThanOrEqual(grant);
            if (fits < wanted) expect(quote.boundFor(fits + 1)).toBeGreaterThan(grant);
          } else expect(fits).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is what a simple call costs at most', () => {
    const { price, limits } = sample('openai', 'gpt-6-luna');
    const request = {
      model: 'gpt-6-luna',
      inputBound: () => ({ input_tokens: 1000 }),
      output: { limit: 100, choices: 1, minimum: 64, meter: 'output_tokens' as const },
    };
    const quote = quoteUpperBound({ request, limits, price, terms: termsOf('0.8', 500_000), how: 'bytes' });
    expect(quote).toMatchObject({
      wantedNanoChf: 180_000n,
      minimumNanoChf: 158_400n,
      wantedOutputTokens: 100,
      minimumOutputTokens: 64,
    });
    expect(quote.outputTokensFor(179_999n)).toBe(99);
  });

  it('takes the dearest price of all that the tokens may turn out to be', () => {
    const { price, limits } = sample('openai', 'gpt-6-luna');
    const perMillion = { input_tokens: 1_000n, cached_input_tokens: 3_000n, cache_write_30m_tokens: 2_000n };
    const boundOf = (bound: Quantities) =>
      quoteUpperBound({
        request: { model: 'gpt-6-luna', inputBound: () => bound },
        limits,
        price: { ...price, perMillion, tiers: {} },
        terms: termsOf('1', 0),
        how: 'bytes',
      }).wantedNanoChf;
    expect(boundOf({ input_tokens: 100_000 })).toBe(300n);
    expect(boundOf({ cache_write_30m_tokens: 100_000 })).toBe(300n);
  });

  it('has no output tokens where the endpoint gives none', () => {
    const { price, limits } = sample('tavily', '*');
    const quote = quoteUpperBound({
      request: { model: '*', inputBound: () => ({ credits: 2 }) },
      limits,
      price,
      terms: termsOf('0.8', 500_000),
      how: 'bytes',
    });
    expect(quote).toMatchObject({ minimumNanoChf: 19_200_000n, wantedNanoChf: 19_200_000n });
    expect(quote.outputTokensFor(1n)).toBeUndefined();
  });

  it('refuses a tier without a price', () => {
    const { price, limits } = sample('openai', 'gpt-4.1');
    const request = { model: 'gpt-4.1', inputBound: () => ({}), tier: 'priority' };
    const quote = () => quoteUpperBound({ request, limits, price, terms: termsOf('0.8', 0), how: 'bytes' });
    expect(quote).toThrow(AppError);
  });
});

function sample(provider: string, name: string) {
  const model = must(
    models.find((one) => one.provider === provider && one.name === name),
    name,
  );
  return { price: must(book.priceAt(provider, name, NOW), name), limits: model.offer.limits };
}
