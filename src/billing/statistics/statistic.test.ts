import { describe, expect, test } from 'vitest';
import { bucketsOf } from './statistic.ts';

const TODAY = '2026-11-27';

describe('the periods of a range', () => {
  test('are the last 30 days, 12 months or 5 years, with the running one', () => {
    const days = bucketsOf({ period: 'day' }, TODAY);
    expect([days.length, days[0]?.label, days.at(-1)]).toEqual([
      30,
      '2026-10-29',
      { label: TODAY, from: TODAY, to: '2026-11-28' },
    ]);
    const months = bucketsOf({ period: 'month' }, TODAY);
    expect([months.length, months[0]?.label, months.at(-1)?.to]).toEqual([12, '2025-12', '2026-12-01']);
    const years = bucketsOf({ period: 'year' }, TODAY);
    expect([years.length, years[0]?.label, years.at(-1)?.to]).toEqual([5, '2022', '2027-01-01']);
  });

  test('are whole: a range begins and ends with a period', () => {
    const request = { from: '2026-01-31', to: '2026-03-01' } as const;
    expect(bucketsOf({ period: 'month', ...request }, TODAY).map(({ label }) => label)).toEqual([
      '2026-01',
      '2026-02',
    ]);
    expect(bucketsOf({ period: 'year', ...request }, TODAY)).toEqual([
      { label: '2026', from: '2026-01-01', to: '2027-01-01' },
    ]);
  });

  test('know the leap day and the clock changes', () => {
    const days = (from: string, to: string) =>
      bucketsOf({ period: 'day', from, to }, TODAY).map(({ label }) => label);
    expect(days('2028-02-28', '2028-03-02')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect(days('2026-03-28', '2026-03-31')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    expect(days('2026-10-24', '2026-10-27')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  });

  test.each([
    ['day', '2026-01-01', '2027-02-06'],
    ['month', '2016-12-01', '2026-12-02'],
    ['year', '2000-01-01', '2050-01-02'],
    ['day', '2026-02-01', '2026-02-01'],
    ['day', '2026-02-02', '2026-02-01'],
    ['month', '2026-02-20', '2026-02-10'],
    ['year', '2026-02-20', '2026-02-20'],
  ] as const)('are refused where there are too many or none: %s from %s to %s', (period, from, to) => {
    expect(() => bucketsOf({ period, from, to }, TODAY)).toThrowError(
      expect.objectContaining({ code: 'invalid_request', details: { path: 'query.to' } }),
    );
  });

  test('are as many as are allowed', () => {
    expect(bucketsOf({ period: 'day', from: '2026-01-01', to: '2027-02-05' }, TODAY)).toHaveLength(400);
    expect(bucketsOf({ period: 'month', from: '2016-12-01', to: '2026-12-01' }, TODAY)).toHaveLength(120);
  });
});
