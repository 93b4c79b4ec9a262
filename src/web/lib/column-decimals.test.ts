import { expect, test } from 'vitest';
import { columnDecimals } from './column-decimals.ts';

test('the smallest amount decides, and there are at least two', () => {
  expect(columnDecimals([])).toBe(2);
  expect(columnDecimals([0n, 91_190_000_000n])).toBe(2);
  expect(columnDecimals([301_200_000n, 70_400_000n, 4_200_000n])).toBe(4);
  expect(columnDecimals([1n])).toBe(9);
});
