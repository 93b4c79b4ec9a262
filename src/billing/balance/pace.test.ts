import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PaceFacts, paceOf } from './pace.ts';

/** 2026-11-27 is a Friday. */
const TODAY = '2026-11-27';
const DAY_MS = 86_400_000;
const day = (offset: number) =>
  new Date(Date.parse(`${TODAY}T00:00:00Z`) + offset * DAY_MS).toISOString().slice(0, 10);
const isWeekend = (offset: number) => [0, 6].includes(new Date(`${day(offset)}T00:00:00Z`).getUTCDay());

const facts = (more: Partial<PaceFacts>): PaceFacts => ({
  today: TODAY,
  openedOn: '2026-01-01',
  chargedPerDay: new Map(),
  available: 1_000n,
  ...more,
});
const every = (charged: (offset: number) => bigint) =>
  new Map(Array.from({ length: 31 }, (_, ago) => [day(-ago), charged(-ago)] as const));

describe('the windows', () => {
  it('are whole days before today, working days counted apart', () => {
    const pace = paceOf(facts({ chargedPerDay: every((offset) => (isWeekend(offset) ? 1n : 10n)) }));
    expect(pace.chargedToday).toBe(10n);
    expect(pace.last7Days).toEqual({ days: 7, workingDays: 5, charged: 52n, chargedOnWorkingDays: 50n });
    expect(pace.last30Days).toMatchObject({ days: 30, workingDays: 22, charged: 228n });
  });

  it('are as long as the account is old, and older if its history was brought in', () => {
    const young = facts({ openedOn: day(-3), chargedPerDay: new Map([[day(-2), 9n]]) });
    expect(paceOf(young).last7Days).toMatchObject({ days: 3, charged: 9n });
    const imported = facts({ openedOn: TODAY, chargedPerDay: new Map([[day(-5), 9n]]) });
    expect(paceOf(imported).last30Days).toMatchObject({ days: 5, charged: 9n });
  });
});

describe('the end', () => {
  it('comes later over a weekend without work', () => {
    const chargedPerDay = every((offset) => (isWeekend(offset) ? 0n : 100n));
    const runOut = (available: bigint) => paceOf(facts({ chargedPerDay, available })).runOut;
    expect(runOut(1n)).toMatchObject({ on: '2026-11-30', daysLeft: 3, workingDaysLeft: 0 });
    expect(runOut(100n)).toMatchObject({ on: '2026-11-30', daysLeft: 3 });
    expect(runOut(101n)).toMatchObject({ on: '2026-12-01', daysLeft: 4, workingDaysLeft: 1 });
    expect(runOut(1_000n)).toMatchObject({ on: '2026-12-11', daysLeft: 14, workingDaysLeft: 9 });
  });

  it('counts what is still usual for today', () => {
    const usual = every((offset) => (isWeekend(offset) ? 0n : 100n));
    const morning = new Map([...usual, [TODAY, 20n]]);
    const runOut = (available: bigint) => paceOf(facts({ chargedPerDay: morning, available })).runOut;
    expect(runOut(80n)).toMatchObject({ on: TODAY, daysLeft: 0 });
    expect(runOut(81n)).toMatchObject({ on: '2026-11-30', daysLeft: 3 });
  });

  it('goes by the window that spends faster', () => {
    const lately = every((offset) => (offset >= -7 ? 100n : 10n));
    const before = every((offset) => (offset >= -7 ? 10n : 100n));
    expect(paceOf(facts({ chargedPerDay: lately })).basis).toBe('last7Days');
    expect(paceOf(facts({ chargedPerDay: before })).basis).toBe('last30Days');
  });

  it('says why it is not known, instead of a number', () => {
    const spent = every(() => 1n);
    expect(paceOf(facts({ chargedPerDay: spent, available: undefined })).runOut).toEqual({
      known: false,
      because: 'unlimited',
    });
    expect(paceOf(facts({})).runOut).toEqual({ known: false, because: 'no_spending' });
    expect(paceOf(facts({ openedOn: TODAY, chargedPerDay: new Map([[TODAY, 5n]]) })).runOut).toEqual({
      known: false,
      because: 'no_whole_day',
    });
    expect(paceOf(facts({ chargedPerDay: spent, available: 1_000_000n })).runOut).toEqual({
      known: false,
      because: 'beyond_ten_years',
    });
    expect(paceOf(facts({ chargedPerDay: spent, available: -5n })).runOut).toMatchObject({ daysLeft: 0 });
  });

  it('is exact: spending day by day as usual, the money lasts until the day before and not longer', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10_000n }),
        fc.bigInt({ min: 0n, max: 10_000n }),
        fc.bigInt({ min: 1n, max: 3_000_000n }),
        (working, off, available) => {
          const usual = (offset: number) => (isWeekend(offset) ? off : working);
          const { runOut } = paceOf(facts({ chargedPerDay: every(usual), available }));
          if (working === 0n && off === 0n) {
            expect(runOut.known).toBe(false);
            return;
          }
          if (!runOut.known) {
            expect(available).toBeGreaterThan(500n * (working + off));
            return;
          }
          let left = available;
          for (let ahead = 1; ahead < runOut.daysLeft; ahead++) left -= usual(ahead);
          expect(left).toBeGreaterThan(0n);
          expect(left - usual(runOut.daysLeft)).toBeLessThanOrEqual(0n);
        },
      ),
    );
  });
});
