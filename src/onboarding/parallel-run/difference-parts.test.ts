import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calculatePriceChf } from '#aicore/prices/charge.ts';
import { addDecimals, decimal, formatDecimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import { callOf, compare, pricesOf, usageOf } from '#test/support/compared-call.ts';
import { NOW } from '#test/support/price-samples.ts';
import { compareCall } from './compare-call.ts';
import type { Currency, PlatformCall } from './platform-call.ts';
import { noteDecimals } from './written-decimals.ts';

const MODELS = [
  ['openai', 'gpt-4.1'],
  ['openai', 'gpt-5.6-sol'],
  ['anthropic', 'claude-sonnet-5-5'],
  ['anthropic', 'claude-haiku-5-5'],
  ['perplexity', 'perplexity/sonar'],
] as const;
const tokens = fc.integer({ min: 0, max: 400_000 });
const counts = fc
  .tuple(tokens, fc.double({ min: 0, max: 1, noNaN: true }), tokens)
  .map(([input, share, output]) => ({
    ...{ input, output },
    cached: Math.floor(input * share),
  }));
const quantities = fc.record({
  ...{ input_tokens: tokens, cached_input_tokens: tokens, output_tokens: tokens },
  ...{ cache_write_5m_tokens: fc.nat(1_000), web_searches: fc.nat(3) },
});
const usage = fc.option(
  fc
    .tuple(quantities, fc.constantFrom(undefined, 'flex', 'batch'))
    .map(([given, tier]) => usageOf(given, tier)),
  { nil: undefined },
);
const rate = fc
  .integer({ min: 1, max: 3_000_000 })
  .map((millionths) => formatDecimal({ coefficient: BigInt(millionths), scale: 6 }));
const currency = fc.constantFrom<Currency>('usd', 'chf');
const calls = fc.record({ of: fc.constantFrom(...MODELS), counts, usage, rate, currency });

/** Worked out here by itself, from the price list alone. */
function oursOf(call: PlatformCall, chfPerUsd: string) {
  const { asked, priceOf } = pricesOf(call);
  const { counts: own } = call;
  const plain = {
    input_tokens: own.input - own.cached,
    cached_input_tokens: own.cached,
    output_tokens: own.output,
  };
  const terms = {
    rate: { id: pricesOf(call).rate.id, validFrom: NOW, chfPerUsd: decimal(chfPerUsd) },
    markupPpm: 0,
  };
  return calculatePriceChf({ usage: call.usage ?? usageOf(plain), asked, priceOf, terms });
}

test('the parts add up exactly to the difference, and rounding is never more than a unit', () => {
  const amounts = fc.record({
    coefficient: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    scale: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(
      calls,
      amounts,
      fc.integer({ min: 2, max: 12 }),
      ({ of: [provider, model], ...given }, amount, places) => {
        const isChf = given.currency === 'chf';
        const written = isChf ? { coefficient: roundDecimal(amount, 9, 'half_up'), scale: 9 } : amount;
        const call = callOf(undefined, {
          provider,
          model,
          ...given,
          cost: { currency: given.currency, amount: written },
        });
        const compared = compare(call, places, given.rate);
        const ours = oursOf(call, given.rate).amountNanoChf;
        const said = multiplyDecimals(written, decimal(isChf ? '1' : given.rate));
        expect(compared.tokens + compared.price + compared.rounding).toBe(
          ours - roundDecimal(said, 9, 'half_up'),
        );
        const unit = multiplyDecimals({ coefficient: 1n, scale: places }, decimal(isChf ? '1' : given.rate));
        const most = roundDecimal(addDecimals(unit, decimal('0.000000001')), 9, 'up');
        expect(compared.rounding <= most && compared.rounding >= -most).toBe(true);
        if (compared.cause === 'agrees') expect([compared.tokens, compared.price]).toEqual([0n, 0n]);
        if (compared.cause === 'unexplained') expect(compared.rounding).toBe(0n);
      },
    ),
    { numRuns: 300 },
  );
});

test('what is ours, rounded to any number of decimals, differs by rounding alone', () => {
  fc.assert(
    fc.property(
      calls,
      fc.integer({ min: 2, max: 15 }),
      fc.constantFrom('near', 'down', 'up'),
      ({ of: [provider, model], ...given }, places, way) => {
        const call = callOf(undefined, { provider, model, ...given });
        const { costUsd } = oursOf(call, given.rate);
        const isChf = given.currency === 'chf';
        const exact = isChf ? multiplyDecimals(costUsd, decimal(given.rate)) : costUsd;
        const scale = isChf ? Math.min(places, 9) : places;
        const up = roundDecimal(exact, scale, 'up');
        const isWhole = roundDecimal(exact, scale + 30, 'half_up') === up * 10n ** 30n;
        const coefficient =
          way === 'near' ? roundDecimal(exact, scale, 'half_up') : way === 'up' || isWhole ? up : up - 1n;
        const cost = { currency: given.currency, amount: { coefficient, scale } };
        const decimals = new Map<Currency, number>();
        // One more is written in full, as a database without trailing zeros has it.
        noteDecimals(decimals, { currency: given.currency, amount: { coefficient: 1n, scale } });
        noteDecimals(decimals, cost);
        const compared = compareCall({ ...call, cost }, pricesOf(call, given.rate), decimals);
        expect(compared).toMatchObject({ gap: undefined });
      },
    ),
    { numRuns: 300 },
  );
});

test('the most decimals that are written count, zeros and other currencies do not', () => {
  const decimals = new Map<Currency, number>();
  const note = (currency: Currency, text: string) =>
    noteDecimals(decimals, { currency, amount: decimal(text) });
  note('chf', '0.000000000');
  expect(decimals.size).toBe(0);
  for (const text of ['5', '0.0049200', '0.1']) note('usd', text);
  note('chf', '12.000000000');
  expect([...decimals]).toEqual([
    ['usd', 5],
    ['chf', 2],
  ]);
});
