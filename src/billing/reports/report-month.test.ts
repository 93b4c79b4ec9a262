import { expect, test } from 'vitest';
import { zurichTime } from '#kernel/zurich-time.ts';
import { dueMonths, monthAfter, reportMonth, reportTime } from './report-month.ts';

const HOUR_MS = 3_600_000;

test.each([
  ['2026-12', '2027-01-01', 31, '2026-11-30T23:00:00.000Z', 744],
  ['2028-02', '2028-03-01', 29, '2028-01-31T23:00:00.000Z', 696],
  ['2026-02', '2026-03-01', 28, '2026-01-31T23:00:00.000Z', 672],
  ['2026-03', '2026-04-01', 31, '2026-02-28T23:00:00.000Z', 743],
  ['2026-10', '2026-11-01', 31, '2026-09-30T22:00:00.000Z', 745],
])('%s ends before %s', (label, to, days, begin, hours) => {
  const month = reportMonth(label);
  expect(month).toMatchObject({ from: `${label}-01`, to, days });
  expect(month.begin.toISOString()).toBe(begin);
  expect((month.end.getTime() - month.begin.getTime()) / HOUR_MS).toBe(hours);
});

test.each(['2026-13', '2026-1', '1999-12', '2026-00', 'October', ''])('%s is no month', (label) => {
  expect(() => reportMonth(label)).toThrow(RangeError);
});

test('months follow each other over New Year, both ways', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2027-01', -1)).toBe('2026-12');
  expect(monthAfter('2026-03', -13)).toBe('2025-02');
});

test.each(['2026-03', '2026-10', '2026-12', '2028-02', '2026-06'])(
  'the report of %s comes at 06:15',
  (label) => {
    expect(zurichTime(reportTime(label)).slice(0, 16)).toBe(`${monthAfter(label, 1)}-01 06:15`);
  },
);

test('a month is due at 06:15 of the first, and not a moment before', () => {
  const at = reportTime('2026-12');
  expect(at.toISOString()).toBe('2027-01-01T05:15:00.000Z');
  expect(dueMonths('2026-11', new Date(at.getTime() - 1))).toEqual([]);
  expect(dueMonths('2026-11', at)).toEqual(['2026-12']);
  expect(dueMonths('2026-12', at)).toEqual([]);
});

test('an outage from the 31st to the 3rd, and one of months, is caught up', () => {
  expect(dueMonths('2026-09', new Date('2026-11-03T09:00:00Z'))).toEqual(['2026-10']);
  expect(dueMonths('2026-09', new Date('2027-01-03T09:00:00Z'))).toEqual(['2026-10', '2026-11', '2026-12']);
});

test('nobody is written to about what is more than a year ago', () => {
  const due = dueMonths('2020-01', new Date('2026-11-03T09:00:00Z'));
  expect(due).toHaveLength(12);
  expect(due.at(-1)).toBe('2026-10');
  expect(due[0]).toBe('2025-11');
});
