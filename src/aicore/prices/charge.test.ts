import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
import { decimal, formatDecimal } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';
import { book, catalogue, NOW, termsOf } from '#test/support/price-samples.ts';
import { METERS, type Meter, type Quantities } from '../meters.ts';
import { calculatePriceChf, recomputeCharge } from './charge.ts';
import type { Price } from './price.ts';
import VECTORS from './price-vectors.json' with { type: 'json' };

const priced = catalogue.models
  .map(({ provider, name }) => book.priceAt(provider, name, NOW))
  .filter((price) => price !== undefined);

function priceOf(provider: string, model: string): Price {
  return must(catalogue.priceOf(book, provider, model, NOW), model);
}

describe('calculatePriceChf: worked examples', () => {
  it.each(VECTORS.vectors)('$provider: $name', (vector) => {
    const price = priceOf(vector.provider, vector.model);
    const charge = calculatePriceChf({
      usage: {
        parts: [{ model: vector.model, quantities: vector.quantities as Quantities }],
        ...('statedCostUsd' in vector ? { statedCostUsd: decimal(must(vector.statedCostUsd, 'cost')) } : {}),
      },
      asked: { model: vector.model, price },
      priceOf: () => undefined,
      terms: termsOf(vector.chfPerUsd, Number(vector.markupPercent) * 10_000),
    });
    const [numerator = '', denominator = ''] = vector.costUsd.split('/');
    expect(charge.amountNanoChf).toBe(BigInt(vector.chargeNanoChf));
    expect(formatDecimal(charge.costUsd)).toBe(new Big(numerator).div(denominator).toFixed());
    expect(charge.remarks).toEqual([]);
  });
});

describe('calculatePriceChf: rules', () => {
  const terms = termsOf('0.8', 500_000);
  const charge = (model: string, quantities: Quantities, tier?: string) => {
    const price = priceOf(model.startsWith('claude') ? 'anthropic' : 'openai', model);
    const part = { model, quantities, ...(tier ? { tier } : {}) };
    return calculatePriceChf({
      usage: { parts: [part] },
      asked: { model, price },
      priceOf: () => undefined,
      terms,
    });
  };
  const usd = (...args: Parameters<typeof charge>) => formatDecimal(charge(...args).costUsd);

  it('charges a cached token without a cached price as a full one, and says so', () => {
    expect(usd('gpt-5.6-sol', { cached_input_tokens: 1_000_000 })).toBe('8'); // long prompt
    expect(usd('gpt-5.6-sol', { cached_input_tokens: 100_000 })).toBe('0.4');
    expect(charge('gpt-5.6-sol', { cached_input_tokens: 1 }).remarks).toEqual(['meter_not_priced']);
  });

  it('applies a tier to tokens, not to calls', () => {
    expect(usd('gpt-6-luna', { output_tokens: 1_000_000, web_searches: 2 }, 'priority')).toBe('1.02');
    expect(usd('gpt-6-luna', { output_tokens: 1_000_000, web_searches: 2 }, 'flex')).toBe('0.27');
    expect(usd('claude-opus-5-5', { output_tokens: 1_000_000, cached_input_tokens: 10 }, 'fast')).toBe(
      '40.000004',
    );
  });

  it('takes the long price of the whole request together with the tier', () => {
    expect(usd('gpt-6-luna', { input_tokens: 272_001, output_tokens: 1_000_000 }, 'priority')).toBe(
      '1.6088004',
    );
    expect(usd('gpt-6-luna', { input_tokens: 272_000, output_tokens: 1_000_000 }, 'priority')).toBe('1.0544');
  });

  it('counts every input meter for the threshold', () => {
    const long = charge('claude-haiku-5-5', { cache_write_1h_tokens: 50_000, cached_input_tokens: 50_001 });
    expect(long.parts[0]?.long).toBe(true);
  });

  it('names a tier that has no price, and charges the standard one', () => {
    expect(charge('gpt-4.1', { output_tokens: 1_000_000 }, 'priority').remarks).toEqual(['tier_not_priced']);
    expect(usd('gpt-4.1', { output_tokens: 1_000_000 }, 'constructor')).toBe('8');
    expect(charge('gpt-4.1', { output_tokens: 1 }, 'default').remarks).toEqual([]);
  });

  it('charges an unknown model at the price of the one asked for, and sums parts before the one rounding', () => {
    const asked = { model: 'claude-haiku-5-5', price: priceOf('anthropic', 'claude-haiku-5-5') };
    const third = termsOf('0.333333333', 0);
    const part = { model: asked.model, quantities: { cached_input_tokens: 1 } };
    const call = (parts: { model: string; quantities: Quantities }[]) =>
      calculatePriceChf({ usage: { parts }, asked, priceOf: () => undefined, terms: third });
    // 3.3 nano-CHF each: 10 of them are 33, not 30.
    expect(call(Array.from({ length: 10 }, () => part)).amountNanoChf).toBe(33n);
    expect(call([{ ...part, model: 'claude-unheard-of' }])).toMatchObject({
      amountNanoChf: 3n,
      remarks: ['model_not_priced'],
      parts: [{ priceId: asked.price.id, model: 'claude-unheard-of' }],
    });
  });

  it('charges the stated cost, and lists it where it is far from ours', () => {
    const asked = { model: 'perplexity/sonar', price: priceOf('perplexity', 'perplexity/sonar') };
    const call = (stated: string) =>
      calculatePriceChf({
        usage: {
          parts: [{ model: asked.model, quantities: { output_tokens: 4000 } }],
          statedCostUsd: decimal(stated),
        },
        asked,
        priceOf: () => undefined,
        terms,
      });
    expect(call('0.01001')).toMatchObject({ amountNanoChf: 12_012_000n, remarks: [] });
    expect(call('0.02')).toMatchObject({ amountNanoChf: 24_000_000n, remarks: ['cost_differs'] });
    expect(call('0')).toMatchObject({ amountNanoChf: 0n, remarks: ['cost_differs'] });
  });

  it('rounds halves up, once', () => {
    const price: Price = {
      ...priceOf('tavily', '*'),
      perMillion: { credits: 500_000n },
    };
    const call = (credits: number) =>
      calculatePriceChf({
        usage: { parts: [{ model: undefined, quantities: { credits } }] },
        asked: { model: '*', price },
        priceOf: () => undefined,
        terms: termsOf('1', 0),
      }).amountNanoChf;
    expect([1, 2, 3, 4, 5].map(call)).toEqual([1n, 1n, 2n, 2n, 3n]);
  });

  it('never takes a count that is none', () => {
    for (const count of [-1, 0.5, Number.NaN, 2 ** 53])
      expect(() => charge('gpt-4.1', { input_tokens: count })).toThrow();
  });
});

describe('calculatePriceChf against big decimals', () => {
  const count = fc.oneof(fc.nat(5000), fc.nat(2_000_000));
  const quantities = fc.dictionary(fc.constantFrom(...METERS), count, {
    maxKeys: 6,
  }) as fc.Arbitrary<Quantities>;
  const rate = fc
    .integer({ min: 1, max: 2_000_000_000 })
    .map((nano) => new Big(nano).times('1e-9').toFixed());
  const call = fc.record({
    parts: fc.array(fc.record({ price: fc.constantFrom(...priced), quantities, tierPick: fc.nat(9) }), {
      minLength: 1,
      maxLength: 3,
    }),
    rate,
    markupPpm: fc.integer({ min: 0, max: 3_000_000 }),
  });

  it('equals the sum written the long way, rounded once', () => {
    fc.assert(
      fc.property(call, ({ parts, rate, markupPpm }) => {
        const first = must(parts[0], 'a part');
        const usage = parts.map(({ price, quantities, tierPick }) => {
          const tier = [undefined, ...Object.keys(price.tiers)][tierPick];
          return { model: price.id, quantities, ...(tier ? { tier } : {}) };
        });
        const byName = new Map(parts.map(({ price }) => [price.id as string, price]));
        const charge = calculatePriceChf({
          usage: { parts: usage },
          asked: { model: first.price.id, price: first.price },
          priceOf: (name) => byName.get(name),
          terms: termsOf(rate, markupPpm),
        });
        const cost = usage.reduce(
          (sum, part) => sum.plus(oracle(must(byName.get(part.model), 'price'), part)),
          new Big(0),
        );
        const expected = cost.times(new Big(markupPpm).times('1e-6').plus(1)).times(rate).times('1e9');
        expect(charge.amountNanoChf).toBe(BigInt(expected.round(0, Big.roundHalfUp).toFixed()));
        expect(formatDecimal(charge.costUsd)).toBe(cost.toFixed());
        const again = recomputeCharge(charge.parts, (id) => byName.get(id), termsOf(rate, markupPpm));
        expect(again?.amountNanoChf).toBe(charge.amountNanoChf);
      }),
      { numRuns: 300 },
    );
  });
});

describe('recomputeCharge', () => {
  it('does not recompute what is not whole', () => {
    const price = priceOf('tavily', '*');
    const terms = termsOf('0.8', 500_000);
    const again = (quantities: Record<string, number>, statedCostUsd?: string) =>
      recomputeCharge(
        [{ priceId: price.id, quantities, ...(statedCostUsd ? { statedCostUsd } : {}) }],
        (id) => (id === price.id ? price : undefined),
        terms,
      )?.amountNanoChf;
    expect(again({ credits: 2 })).toBe(19_200_000n);
    expect(again({ credits: 2 }, '0.01')).toBe(12_000_000n);
    expect(again({ credits: -2 })).toBeUndefined();
    expect(again({ unheard_of: 2 })).toBeUndefined();
    expect(again({}, 'NaN')).toBeUndefined();
    expect(
      recomputeCharge([{ priceId: newId('prc'), quantities: {} }], () => undefined, terms),
    ).toBeUndefined();
  });
});

/** The same rules, written as a table and in Big, with nothing of ours but the price rows. */
function oracle(price: Price, { quantities, tier }: { quantities: Quantities; tier?: string }): Big {
  const isCall = (meter: Meter) => !meter.endsWith('_tokens');
  const isOutput = (meter: Meter) => meter.startsWith('output');
  const entries = Object.entries(quantities) as [Meter, number][];
  const prompt = entries
    .filter(([meter]) => !isCall(meter) && !isOutput(meter))
    .reduce((sum, [, n]) => sum + n, 0);
  const long =
    price.longPrompt && prompt > price.longPrompt.abovePromptTokens ? price.longPrompt.perMillion : undefined;
  const own = tier === undefined ? undefined : price.tiers[tier];
  const dearest = (amounts: (bigint | undefined)[]) =>
    amounts.reduce((a, b) => ((b ?? -1n) > (a ?? -1n) ? b : a), undefined);
  const inRow = (row: Price['perMillion'], meter: Meter): bigint => {
    if (row[meter] !== undefined) return row[meter];
    const kinds: ((other: Meter) => boolean)[] = [
      (other) =>
        meter.startsWith('cached_')
          ? other === meter.slice('cached_'.length)
          : meter.startsWith('cache_write') && (other.startsWith('cache_write') || other === 'input_tokens'),
      (other) => isCall(other) === isCall(meter) && isOutput(other) === isOutput(meter),
      () => true,
    ];
    const found = kinds.map((kind) => dearest(METERS.filter(kind).map((other) => row[other])));
    return must(
      found.find((amount) => amount !== undefined),
      'amount',
    );
  };
  const follow = (row: Price['perMillion'], meter: Meter, base: bigint) =>
    row[meter] ?? must(dearest([inRow(row, meter), base]), 'amount');
  return entries.reduce((sum, [meter, quantity]) => {
    const base = inRow(price.perMillion, meter);
    const withLong = long && !isCall(meter) ? follow(long, meter, base) : base;
    let amount = new Big(withLong.toString());
    if (own && !isCall(meter)) {
      if (own.kind === 'factor') amount = amount.times(formatDecimal(own.factor));
      else {
        const ofTier = follow(own.perMillion, meter, base);
        amount = new Big(must(dearest(long ? [ofTier, withLong] : [ofTier]), 'amount').toString());
      }
    }
    return sum.plus(amount.times('1e-15').times(quantity));
  }, new Big(0));
}
