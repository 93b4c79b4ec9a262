import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MonthFacts, outlookOf } from './month-outlook.ts';
import { dayAfter, isWorkingDay } from './pace.ts';

/** A Friday; the month has one more working day, and two days off. */
const TODAY = '2026-11-27';

const facts = (more: Partial<MonthFacts>): MonthFacts => ({
  today: TODAY,
  openedOn: '2026-01-01',
  chargedPerDay: new Map(),
  ...more,
});

/** What each of the last days cost, today with it. */
const since = (first: string, charged: (day: string) => bigint, today = TODAY) => {
  const days = new Map<string, bigint>();
  for (let day = first; day <= today; day = dayAfter(day, 1)) days.set(day, charged(day));
  return days;
};

test('the month so far, and last month to compare with: the whole of it, and until the same day', () => {
  const chargedPerDay = since('2026-09-29', (day) => BigInt(day.slice(-2)));
  expect(outlookOf(facts({ chargedPerDay }))).toMatchObject({
    label: '2026-11',
    from: '2026-11-01',
    to: '2026-12-01',
    charged: BigInt((27 * 28) / 2),
    lastMonth: BigInt((31 * 32) / 2),
    lastMonthToSameDay: BigInt((27 * 28) / 2),
  });
});

test('the last day of a long month is compared with the whole of a short one, and January with December', () => {
  const march = facts({
    today: '2026-03-31',
    chargedPerDay: since('2026-02-01', () => 1n, '2026-03-31'),
  });
  expect(outlookOf(march)).toMatchObject({ charged: 31n, lastMonth: 28n, lastMonthToSameDay: 28n });
  const january = facts({
    today: '2027-01-02',
    chargedPerDay: since('2026-12-01', () => 1n, '2027-01-02'),
  });
  expect(outlookOf(january)).toMatchObject({ label: '2027-01', lastMonth: 31n, lastMonthToSameDay: 2n });
});

test('the end: today as usual, then working days and days off at their own pace', () => {
  const chargedPerDay = since('2026-10-01', (day) => (day === TODAY ? 30n : isWorkingDay(day) ? 100n : 10n));
  const { charged, expected } = outlookOf(facts({ chargedPerDay }));
  // 70 more today, two days off, one Monday.
  expect(expected).toEqual({ low: charged + 70n + 20n + 100n, high: charged + 70n + 20n + 100n });
  const busy = new Map([...chargedPerDay, [TODAY, 500n]]);
  const more = outlookOf(facts({ chargedPerDay: busy }));
  expect(more.expected?.low).toBe(more.charged + 120n);
});

test('where the last week was another one than the month, both ends are told', () => {
  const lately = since('2026-10-01', (day) => (day === TODAY ? 0n : day >= dayAfter(TODAY, -7) ? 300n : 0n));
  const { charged, expected } = outlookOf(facts({ chargedPerDay: lately }));
  // 4 days at 300; and 2 working days of 22 of which 5, and 2 days off of 8 of which 2 had 300.
  expect(expected).toEqual({
    low: charged + (2n * 1500n * 8n + 2n * 600n * 22n) / 176n,
    high: charged + 1200n,
  });
});

test('without a whole day there is no expectation, and what is of this month has no last month', () => {
  const young = outlookOf(facts({ openedOn: TODAY, chargedPerDay: new Map([[TODAY, 5n]]) }));
  expect(young).toMatchObject({ charged: 5n, lastMonth: undefined, lastMonthToSameDay: undefined });
  expect(young.expected).toBeUndefined();
  expect(outlookOf(facts({ openedOn: dayAfter(TODAY, -1) })).expected).toEqual({ low: 0n, high: 0n });
  const imported = facts({ openedOn: TODAY, chargedPerDay: new Map([['2026-10-30', 5n]]) });
  expect(outlookOf(imported)).toMatchObject({ lastMonth: 5n, lastMonthToSameDay: 0n });
});

test('who spends the same on every day ends at that much a day, whatever day it is; corrections make nothing less', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 800 }),
      fc.bigInt({ min: -50n, max: 10n ** 12n }),
      (ahead, daily) => {
        const today = dayAfter('2026-01-01', ahead);
        const chargedPerDay = since(dayAfter(today, -70), () => daily, today);
        const { from, to, charged, expected } = outlookOf(
          facts({ today, openedOn: '2025-01-01', chargedPerDay }),
        );
        const days = BigInt((Date.parse(to) - Date.parse(from)) / 86_400_000);
        if (daily >= 0n) expect(expected).toEqual({ low: daily * days, high: daily * days });
        else expect(expected?.low).toBeGreaterThanOrEqual(charged);
      },
    ),
  );
});
