import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeMonth, percentOf } from './mandate-overview.ts';

test('a month: the margin is what was paid less what the providers bill, rounded once', () => {
  const month = {
    calls: 3n,
    charged: 1_500_000_000n,
    absorbed: 100_000_000n,
    costUsd: '1.2500000000050',
    costChf: '1.0000000000040',
  };
  expect(describeMonth(month)).toEqual({
    calls: 3,
    spendChf: '1.500000000',
    absorbedChf: '0.100000000',
    providerCostUsd: '1.250000000005',
    providerCostChf: '1.000000000',
    marginChf: '0.400000000',
    marginPercent: '28.57',
  });
});

test('where nothing was paid there is no percentage; a margin may be negative', () => {
  const nothing = { calls: 0n, charged: 5n, absorbed: 5n, costUsd: '0', costChf: '0.000000001' };
  expect(describeMonth(nothing)).toMatchObject({ marginChf: '-0.000000001' });
  expect(describeMonth(nothing)).not.toHaveProperty('marginPercent');
  expect(percentOf(-1n, 3n)).toBe('-33.33');
  expect(percentOf(1n, 20_000n)).toBe('0.01');
});

test('percentages are rounded half away from zero, to two decimals', () => {
  const wholes = fc.bigInt(1n, 10n ** 18n);
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), wholes, (part, whole) => {
      const hundredths = BigInt(percentOf(part, whole).replace('.', ''));
      const off = hundredths * whole - part * 10_000n;
      expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(whole);
    }),
  );
});
