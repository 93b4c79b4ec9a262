import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundedParts, roundedTo } from './rounded-parts.ts';

const RAPPEN = 10_000_000n;

test('thirds of a franc add up to a franc', () => {
  expect(roundedParts([333_333_333n, 333_333_333n, 333_333_334n], RAPPEN)).toEqual([
    330_000_000n,
    330_000_000n,
    340_000_000n,
  ]);
});

test('whatever the parts, they add up to the rounded total and none is off by a unit', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(-(10n ** 13n), 10n ** 13n), { maxLength: 12 }), (parts) => {
      const rounded = roundedParts(parts, RAPPEN);
      const sum = (all: readonly bigint[]) => all.reduce((one, other) => one + other, 0n);
      expect(sum(rounded)).toBe(roundedTo(sum(parts), RAPPEN));
      for (const [place, part] of parts.entries()) {
        const off = (rounded[place] ?? 0n) - part;
        expect(off < RAPPEN && off > -RAPPEN).toBe(true);
        expect((rounded[place] ?? 1n) % RAPPEN).toBe(0n);
      }
    }),
  );
});

test('movements fit between two balances that are rounded by themselves', () => {
  // 0.004 + 0.004 = 0.008: shown as 0.00, and then 0.01.
  expect(roundedParts([4_000_000n], RAPPEN, RAPPEN)).toEqual([RAPPEN]);
  expect(roundedParts([6_000_000n, 6_000_000n], RAPPEN, 0n)).toEqual([0n, 0n]);
  expect(roundedParts([12_000_000n], RAPPEN, 0n)).toEqual([0n]);
  expect(roundedTo(-5_000_000n, RAPPEN)).toBe(-RAPPEN);
});
