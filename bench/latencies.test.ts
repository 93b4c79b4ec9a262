import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Latencies, median, percentile } from './latencies.ts';

test('p50 and p99 of 1 to 100', () => {
  const latencies = new Latencies();
  for (let time = 100; time >= 1; time--) latencies.add(time);
  expect(latencies.summary()).toEqual({ count: 100, p50Ms: 50, p99Ms: 99 });
});

test('any number of times is kept', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20_000 }),
      (times) => {
        const latencies = new Latencies();
        for (const time of times) latencies.add(time);
        const { count, p50Ms, p99Ms } = latencies.summary();
        expect(count).toBe(times.length);
        expect(times.filter((time) => time <= p50Ms).length).toBeGreaterThanOrEqual(times.length * 0.5);
        expect(times.filter((time) => time < p99Ms).length).toBeLessThan(times.length * 0.99);
      },
    ),
    { numRuns: 20 },
  );
});

test('the median of three runs is the middle one', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test('a percentile is a time that was measured, and so many do not exceed it', () => {
  const times = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(percentile(times, 0.95)).toBe(19);
  expect(percentile(times, 1)).toBe(20);
  expect(percentile([7], 0.95)).toBe(7);
});
