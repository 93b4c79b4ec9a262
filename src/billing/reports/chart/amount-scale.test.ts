import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOf, scaleFor } from './amount-scale.ts';

test.each([
  [7_300_000_000n, [0n, 2_000_000_000n, 4_000_000_000n, 6_000_000_000n, 8_000_000_000n]],
  [10n, [0n, 5n, 10n]],
  [12n, [0n, 5n, 10n, 15n]],
  [0n, [0n, 1n]],
])('for %s', (most, lines) => {
  expect(scaleFor(most).lines).toEqual(lines);
});

test('whatever the amount: it fits, the lines are few, and the top is not far above', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 18n), (most) => {
      const scale = scaleFor(most);
      expect(scale.top).toBeGreaterThanOrEqual(most);
      expect(scale.lines.length).toBeGreaterThanOrEqual(2);
      expect(scale.lines.length).toBeLessThanOrEqual(5);
      expect(scale.lines.at(-1)).toBe(scale.top);
      expect(placeOf(most, scale)).toBeLessThanOrEqual(1);
      expect(placeOf(most, scale)).toBeGreaterThanOrEqual(most > 10n ? 0.5 : 0);
    }),
  );
  expect(placeOf(-5n, scaleFor(10n))).toBe(0);
});
