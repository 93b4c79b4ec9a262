import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zurichTime } from '#kernel/zurich-time.ts';
import { dayAfter, dayBegin, presetRange, rangeInstants } from './day-range.ts';

describe('a day of Zurich as instants', () => {
  test.each([
    ['a winter day', '2026-01-15', '2026-01-14T23:00:00.000Z', '2026-01-15T23:00:00.000Z'],
    ['a summer day', '2026-07-15', '2026-07-14T22:00:00.000Z', '2026-07-15T22:00:00.000Z'],
    ['23 hours in spring', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['25 hours in autumn', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('%s', (_name, day, from, to) => {
    expect(rangeInstants({ from: day, to: day })).toEqual({ from, to });
  });

  test('begins at 00:00 of that day for every day of eight centuries', () => {
    const days = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2799-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(zurichTime(dayBegin(day)).slice(0, 23)).toBe(`${day} 00:00:00.000`);
        expect(dayBegin(dayAfter(day)).getTime()).toBeGreaterThan(dayBegin(day).getTime());
      }),
    );
  });

  test('without a bound there is no instant', () => {
    expect(rangeInstants({})).toEqual({});
    expect(rangeInstants({ to: '2026-11-27' })).toEqual({ to: '2026-11-27T23:00:00.000Z' });
  });
});

test.each([
  ['today', '2026-11-27', '2026-11-27', '2026-11-27'],
  ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
  ['7-days', '2026-11-03', '2026-10-28', '2026-11-03'],
  ['30-days', '2026-11-27', '2026-10-29', '2026-11-27'],
  ['90-days', '2026-03-31', '2026-01-01', '2026-03-31'],
  ['this-month', '2026-11-27', '2026-11-01', '2026-11-27'],
  ['last-month', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['last-month', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['this-year', '2026-11-27', '2026-01-01', '2026-11-27'],
  ['last-year', '2028-02-29', '2027-01-01', '2027-12-31'],
] as const)('%s on %s', (preset, today, from, to) => {
  expect(presetRange(preset, today)).toEqual({ from, to });
});
