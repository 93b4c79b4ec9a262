import { expect, test } from 'vitest';
import { endOfDay, lastDayOf } from './key-expiry.ts';

test('a number of days from today, a chosen day, or never', () => {
  expect(lastDayOf('30', '', '2026-11-27')).toBe('2026-12-27');
  expect(lastDayOf('365', '', '2026-11-27')).toBe('2027-11-27');
  expect(lastDayOf('day', '2027-02-01', '2026-11-27')).toBe('2027-02-01');
  expect(lastDayOf('never', '2027-02-01', '2026-11-27')).toBeUndefined();
});

test('a key works until the day is over in Zurich, also when the clock changes', () => {
  expect(endOfDay('2026-12-31')).toBe('2026-12-31T23:00:00.000Z');
  expect(endOfDay('2027-03-28')).toBe('2027-03-28T22:00:00.000Z');
  expect(endOfDay('2026-10-25')).toBe('2026-10-25T23:00:00.000Z');
});
