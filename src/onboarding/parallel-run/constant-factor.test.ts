import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal, formatDecimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import {
  ANY_FACTOR,
  bothFactors,
  type FactorRange,
  factorIn,
  fitsFactor,
  narrowFactor,
} from './constant-factor.ts';

/** Amounts that are `factor` times ours, rounded to so many decimals. */
function seen(ours: readonly string[], factor: string, places: number): FactorRange {
  return ours.reduce((range, text) => {
    const counted = decimal(text);
    const coefficient = roundDecimal(multiplyDecimals(counted, decimal(factor)), places, 'half_up');
    const unit = { coefficient: 1n, scale: places };
    return narrowFactor(range, { counted, stated: { coefficient, scale: places }, unit });
  }, ANY_FACTOR);
}

test('a factor is found with the fewest decimals that fit all calls', () => {
  expect(factorIn(seen(['0.0123456', '0.456789', '1.2'], '1.25', 6))).toBe('1.25');
  expect(factorIn(seen(['0.0123456', '3.456789'], '0.987654', 9))).toBe('0.987654');
  expect(factorIn(seen(['0.5', '0.25'], '2', 4))).toBe('2');
});

test('none is claimed of one call, of amounts too small to tell, or where one call is otherwise', () => {
  expect(factorIn(seen(['0.5'], '1.25', 6))).toBeUndefined();
  expect(factorIn(seen(['0.0003', '0.0002'], '1.25', 4))).toBeUndefined();
  const mixed = bothFactors(seen(['0.5', '0.7'], '1.25', 6), seen(['0.5'], '1.3', 6));
  expect(factorIn(mixed)).toBeUndefined();
  expect(
    factorIn(
      narrowFactor(seen(['0.5', '0.7'], '1.25', 6), {
        counted: decimal('0'),
        stated: decimal('1'),
        unit: decimal('0.1'),
      }),
    ),
  ).toBeUndefined();
});

test('one that was found elsewhere fits a single call, if no other does', () => {
  expect(fitsFactor(seen(['0.5'], '1.25', 6), '1.25')).toBe(true);
  expect(fitsFactor(seen(['0.5'], '1.26', 6), '1.25')).toBe(false);
  expect(fitsFactor(seen(['0.0003'], '1.25', 4), '1.25')).toBe(false);
});

test('whatever factor amounts were made by, it stays in the range', () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(
      amounts,
      fc.bigInt({ min: 1n, max: 10n ** 7n }),
      fc.integer({ min: 2, max: 12 }),
      (ours, millionths, places) => {
        const factor = { coefficient: millionths, scale: 6 };
        const texts = ours.map((coefficient) => formatDecimal({ coefficient, scale: 9 }));
        const { low, high } = seen(texts, formatDecimal(factor), places);
        const value = roundDecimal(factor, 9, 'half_up');
        expect(low <= value && value <= high).toBe(true);
      },
    ),
  );
});
