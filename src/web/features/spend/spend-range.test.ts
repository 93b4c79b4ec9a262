import { describe, expect, test } from 'vitest';
import { readOverviewSearch } from './overview-search.ts';
import { parsePick, writePick } from './picked-days.ts';
import { finishedDays, focusOf, spendRange } from './spend-range.ts';

const TODAY = '2026-11-27';

describe('the range of an address', () => {
  test.each([
    ['nothing: this month', {}, '2026-11-01', '2026-11-27', 'day'],
    ['two days', { from: '2026-10-05', to: '2026-10-20' }, '2026-10-05', '2026-10-20', 'day'],
    [
      'the day the clock is put back',
      { from: '2026-10-25', to: '2026-10-25' },
      '2026-10-25',
      '2026-10-25',
      'day',
    ],
    ['nothing after today', { from: '2026-11-20', to: '2027-01-31' }, '2026-11-20', '2026-11-27', 'day'],
    ['an end before its begin', { from: '2026-11-20', to: '2026-10-05' }, '2026-10-01', '2026-10-05', 'day'],
    ['only from', { from: '2026-11-20' }, '2026-11-20', '2026-11-27', 'day'],
    ['only from, after today', { from: '2026-12-20' }, '2026-11-01', '2026-11-27', 'day'],
    ['92 days are bars of days', { from: '2026-08-28', to: '2026-11-27' }, '2026-08-28', '2026-11-27', 'day'],
    [
      '93 days are bars of months',
      { from: '2026-08-27', to: '2026-11-27' },
      '2026-08-01',
      '2026-11-27',
      'month',
    ],
    ['a year by days', { from: '2026-01-01', per: 'day' }, '2026-01-01', '2026-11-27', 'day'],
    ['more days than there can be', { from: '2024-01-05', per: 'day' }, '2024-01-01', '2026-11-27', 'month'],
    [
      'whole months',
      { from: '2026-09-15', to: '2026-10-02', per: 'month' },
      '2026-09-01',
      '2026-10-31',
      'month',
    ],
    [
      'more months than there can be',
      { from: '2010-05-05', per: 'month' },
      '2010-01-01',
      '2026-11-27',
      'year',
    ],
  ] as const)('%s', (_name, search, from, to, per) => {
    expect(spendRange(search, TODAY)).toEqual({ from, to, per });
  });
});

describe('what is picked in the chart', () => {
  const days = { from: '2026-11-01', to: '2026-11-27', per: 'day' } as const;
  const months = { from: '2026-01-01', to: '2026-11-27', per: 'month' } as const;
  test.each([
    [undefined, days, '2026-11-01', '2026-11-27'],
    ['2026-11-03', days, '2026-11-03', '2026-11-03'],
    ['2026-11-03..2026-11-09', days, '2026-11-03', '2026-11-09'],
    ['2026-10-03..2026-11-09', days, '2026-11-01', '2026-11-09'],
    ['2026-10-03', days, '2026-11-01', '2026-11-27'],
    ['2026-10-03', months, '2026-10-01', '2026-10-31'],
    ['2026-11-03', months, '2026-11-01', '2026-11-27'],
  ] as const)('%s', (pick, range, from, to) => {
    expect(focusOf({ days: pick }, range)).toEqual({ from, to });
  });

  test('is written as it is read, and what cannot be read is as if it were not there', () => {
    for (const text of ['2026-11-03', '2026-11-03..2026-11-09']) {
      const pick = parsePick(text);
      expect(pick && writePick(pick)).toBe(text);
      expect(readOverviewSearch({ days: text }).days).toBe(text);
    }
    for (const text of [
      '',
      '2026-11-09..2026-11-03',
      '2026-13-01',
      '2026-11-03..',
      'a..b',
      '2026-11-03..2026-11-04..2026-11-05',
    ])
      expect(readOverviewSearch({ days: text }).days).toBeUndefined();
  });
});

test.each([
  ['2026-11-01', '2026-11-27', 'day', { from: '2026-11-01', to: '2026-11-26' }],
  ['2026-10-01', '2026-10-31', 'day', { from: '2026-10-01', to: '2026-10-31' }],
  ['2026-11-27', '2026-11-27', 'day', undefined],
  ['2026-01-01', '2026-11-27', 'month', { from: '2026-01-01', to: '2026-10-31' }],
  ['2026-11-01', '2026-11-27', 'month', undefined],
  ['2010-01-01', '2026-11-27', 'year', { from: '2010-01-01', to: '2025-12-31' }],
] as const)('of %s to %s, by %s, what is over', (from, to, per, over) => {
  expect(finishedDays({ from, to }, per, TODAY)).toEqual(over);
});
