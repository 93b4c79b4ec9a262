import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

test('the highest value is at the top, zero at the foot', () => {
  expect(sparklinePath([0, 5, 10], 100, 22).line).toBe('M0 21L50 11L100 1');
  expect(sparklinePath([0, 5, 10], 100, 22).area).toBe('M0 21L50 11L100 1L100 22L0 22Z');
});

test('days without any spending lie on the foot, and one day alone is no line', () => {
  expect(sparklinePath([0, 0], 10, 10).line).toBe('M0 9L10 9');
  expect(sparklinePath([3], 10, 10).line).toBe('');
});

test('a negative value is below zero', () => {
  expect(sparklinePath([-10, 0, 10], 100, 22).line).toBe('M0 21L50 11L100 1');
});

test('every point lies inside', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 2, maxLength: 40 }), (values) => {
      const numbers = sparklinePath(values, 96, 24)
        .line.slice(1)
        .split('L')
        .map((point) => point.split(' ').map(Number));
      expect(numbers).toHaveLength(values.length);
      for (const [x = Number.NaN, y = Number.NaN] of numbers) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(96);
        expect(y).toBeGreaterThanOrEqual(1);
        expect(y).toBeLessThanOrEqual(23);
      }
    }),
  );
});
