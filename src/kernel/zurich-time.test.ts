import { expect, test } from 'vitest';
import { zurichInstant, zurichTime } from './zurich-time.ts';

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01 01:00:00.000+01:00'],
  ['2026-03-29T00:59:59.999Z', '2026-03-29 01:59:59.999+01:00'],
  ['2026-03-29T01:00:00Z', '2026-03-29 03:00:00.000+02:00'],
  ['2026-10-25T00:30:00Z', '2026-10-25 02:30:00.000+02:00'],
  ['2026-10-25T01:30:00Z', '2026-10-25 02:30:00.000+01:00'],
  ['2028-02-29T23:30:00Z', '2028-03-01 00:30:00.000+01:00'],
])('%s is %s in Zurich', (utc, local) => {
  expect(zurichTime(new Date(utc))).toBe(local);
});

test.each([
  ['2026-01-01', 0],
  ['2026-03-28', 86_399],
  ['2026-03-29', 0],
  ['2026-03-29', 4 * 3_600],
  ['2026-10-25', 0],
  ['2026-10-25', 4 * 3_600],
  ['2026-07-31', 86_399],
])('the instant of %s, second %d, is that time in Zurich', (day, second) => {
  const clock = new Date(second * 1000).toISOString().slice(11, 19);
  expect(zurichTime(zurichInstant(day, second)).slice(0, 19)).toBe(`${day} ${clock}`);
});
