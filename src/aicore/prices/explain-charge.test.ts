import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { compareDecimals, multiplyDecimals } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';
import { book, catalogue, NOW, termsOf } from '#test/support/price-samples.ts';
import { METERS } from '../meters.ts';
import { recomputeCharge } from './charge.ts';
import { explainParts } from './explain-charge.ts';

const prices = catalogue.models
  .map(({ provider, name }) => book.priceAt(provider, name, NOW))
  .filter((price) => price !== undefined);
const terms = termsOf('0.8', 500_000);

test('the steps add up to the charge, for every model, tier and usage', () => {
  const quantities = fc.dictionary(fc.constantFrom(...METERS), fc.nat(400_000), { maxKeys: 6 });
  const tiers = fc.option(fc.constantFrom('flex', 'priority', 'fast', 'default', 'unheard-of'), {
    nil: undefined,
  });
  fc.assert(
    fc.property(fc.constantFrom(...prices), quantities, tiers, (price, usage, tier) => {
      const part = { model: price.model, priceId: price.id, quantities: usage, ...(tier ? { tier } : {}) };
      const [explained] = must(explainParts([part], book.priceById), 'an explanation');
      const { lines, costUsd } = must(explained, 'a part');
      const again = must(recomputeCharge([part], book.priceById, terms), 'a charge');
      expect(compareDecimals(costUsd, again.costUsd)).toBe(0);
      expect(lines.map(({ meter }) => meter)).toEqual(METERS.filter((meter) => (usage[meter] ?? 0) > 0));
      for (const line of lines) {
        const byHand = multiplyDecimals(line.usdPerMillion, { coefficient: BigInt(line.quantity), scale: 6 });
        expect(compareDecimals(byHand, line.costUsd)).toBe(0);
      }
    }),
  );
});

test('there is none for a price that is not known', () => {
  expect(
    explainParts([{ model: 'x', priceId: newId('prc'), quantities: {} }], book.priceById),
  ).toBeUndefined();
});
