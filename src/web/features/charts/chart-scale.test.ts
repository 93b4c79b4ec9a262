import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heightOf, scaleOf, tickText } from './chart-scale.ts';

const CHF = 1_000_000_000n;

test.each([
  [0n, 19_470_000_000n, ['0', '5', '10', '15', '20']],
  [0n, 20_000_000_000n, ['0', '5', '10', '15', '20']],
  [0n, 20_000_000_001n, ['0', '5', '10', '15', '20', '25']],
  [0n, 1_234_567n * CHF, ['0', "500'000", "1'000'000", "1'500'000"]],
  [0n, 42_000_000n, ['0.00', '0.01', '0.02', '0.03', '0.04', '0.05']],
  [-1_200_000_000n, 3n * CHF, ['\u22122', '\u22121', '0', '1', '2', '3']],
  [-3n * CHF, 0n, ['\u22123', '\u22122', '\u22121', '0']],
  [0n, 0n, ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']],
])('from %d to %d', (lowest, highest, texts) => {
  const scale = scaleOf(lowest, highest);
  expect(scale.ticks.map((tick) => tickText(tick, scale))).toEqual(texts);
});

test('every amount lies between the first and the last line, in steps of one length, with 0 among them', () => {
  const amount = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 17n });
  fc.assert(
    fc.property(amount, amount, (one, other) => {
      const [lowest, highest] = one < other ? [one, other] : [other, one];
      const { ticks } = scaleOf(lowest, highest);
      const [first = 0n, second = 0n] = ticks;
      const last = ticks.at(-1) ?? 0n;
      expect(first <= lowest || first === 0n).toBe(true);
      expect(last >= highest).toBe(true);
      expect(ticks).toContain(0n);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(9);
      for (const [place, tick] of ticks.entries()) {
        expect(tick).toBe(first + BigInt(place) * (second - first));
        // The chart draws numbers: a line must find its amount again.
        expect(BigInt(heightOf(tick))).toBe(tick);
      }
    }),
  );
});
