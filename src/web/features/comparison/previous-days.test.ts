import { expect, test } from 'vitest';
import { previousDays, wholeMonthOf } from './previous-days.ts';

test.each([
  ['the month so far', '2026-11-01', '2026-11-26', '2026-10-01', '2026-10-26'],
  ['a whole month', '2026-11-01', '2026-11-30', '2026-10-01', '2026-10-31'],
  ['a whole short month', '2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31'],
  ['more days than the month before had', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
  ['January', '2026-01-01', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['the year so far', '2026-01-01', '2026-10-31', '2025-01-01', '2025-10-31'],
  ['a whole year', '2025-01-01', '2025-12-31', '2024-01-01', '2024-12-31'],
  ['whole years', '2015-01-01', '2025-12-31', '2004-01-01', '2014-12-31'],
  ['whole months', '2026-04-01', '2026-06-30', '2026-01-01', '2026-03-31'],
  ['from the first, months and a part', '2026-04-01', '2026-06-10', '2026-01-20', '2026-03-31'],
  ['a week', '2026-11-20', '2026-11-26', '2026-11-13', '2026-11-19'],
  ['one day: the same day of the week', '2026-11-26', '2026-11-26', '2026-11-19', '2026-11-19'],
  ['the day with 25 hours', '2026-10-25', '2026-10-25', '2026-10-18', '2026-10-18'],
  ['29 days', '2026-10-29', '2026-11-26', '2026-09-30', '2026-10-28'],
  ['over the clock change in spring', '2026-03-20', '2026-04-05', '2026-03-03', '2026-03-19'],
])('%s', (_name, from, to, beforeFrom, beforeTo) => {
  expect(previousDays({ from, to })).toEqual({ from: beforeFrom, to: beforeTo });
});

test('a month is named by its name only if it is the whole of it', () => {
  expect(wholeMonthOf({ from: '2026-10-01', to: '2026-10-31' })).toBe('2026-10');
  expect(wholeMonthOf({ from: '2026-10-01', to: '2026-10-26' })).toBeUndefined();
  expect(wholeMonthOf({ from: '2026-09-01', to: '2026-10-31' })).toBeUndefined();
});
