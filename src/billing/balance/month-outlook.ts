import type { NanoChf } from '#kernel/money.ts';
import { dayAfter, isWorkingDay, type PaceWindow, paceOf, ratesOf } from './pace.ts';

export interface MonthFacts {
  /** `2026-11-27`, in Europe/Zurich. */
  readonly today: string;
  /** The day from which there could have been calls. */
  readonly openedOn: string;
  /** Charged per day since the begin of last month, and for 30 days; a day that is missing had no calls. */
  readonly chargedPerDay: ReadonlyMap<string, NanoChf>;
}

export interface MonthOutlook {
  /** `2026-11` */
  readonly label: string;
  readonly from: string;
  /** The first day after it. */
  readonly to: string;
  readonly charged: NanoChf;
  /** Undefined: it began after last month, so there is nothing to compare with. */
  readonly lastMonth: NanoChf | undefined;
  /** Of last month, until the day of the same number, with it; the whole of a shorter one. */
  readonly lastMonthToSameDay: NanoChf | undefined;
  /** What the month ends at; undefined: there is no whole day yet to go by. */
  readonly expected: { readonly low: NanoChf; readonly high: NanoChf } | undefined;
}

/**
 * What the running month has cost, and what it will have: what is charged, and the days that are left at the pace of the last
 * 7 and of the last 30 whole days. The two are the ends of the band.
 */
export function outlookOf(given: MonthFacts): MonthOutlook {
  const { today, chargedPerDay } = given;
  const openedOn = [given.openedOn, ...chargedPerDay.keys()].reduce((a, b) => (a < b ? a : b));
  const [from, to, lastFrom] = [monthBegin(today, 0), monthBegin(today, 1), beginOfLastMonth(today)];
  const sum = (first: string, end: string) => sumOf(chargedPerDay, (day) => day >= first && day < end);
  const sameDay = today.slice(DAY_OF_MONTH);
  const isNew = openedOn >= from;
  const charged = sum(from, to);
  const { last7Days, last30Days } = paceOf({ today, openedOn, chargedPerDay, available: undefined });
  const ends = [last7Days, last30Days]
    .filter(({ days }) => days > 0)
    .map((window) => charged + remainderOf(window, today, to, chargedPerDay.get(today) ?? 0n));
  const [one, other] = ends;
  return {
    label: today.slice(0, DAY_OF_MONTH - 1),
    from,
    to,
    charged,
    lastMonth: isNew ? undefined : sum(lastFrom, from),
    lastMonthToSameDay: isNew
      ? undefined
      : sumOf(chargedPerDay, (day) => day >= lastFrom && day < from && day.slice(DAY_OF_MONTH) <= sameDay),
    expected:
      one === undefined || other === undefined
        ? undefined
        : { low: one < other ? one : other, high: one < other ? other : one },
  };
}

/** The first day of the month before the day's. */
export function beginOfLastMonth(day: string): string {
  return monthBegin(day, -1);
}

const DAY_OF_MONTH = '2026-11-'.length;

function monthBegin(day: string, by: number): string {
  const begin = new Date(`${day.slice(0, DAY_OF_MONTH)}01T00:00:00Z`);
  begin.setUTCMonth(begin.getUTCMonth() + by);
  return begin.toISOString().slice(0, 10);
}

function sumOf(days: ReadonlyMap<string, NanoChf>, isMeant: (day: string) => boolean): NanoChf {
  let sum = 0n;
  for (const [day, charged] of days) if (isMeant(day)) sum += charged;
  return sum;
}

/**
 * What is still to come: for today what is usual less what it has had, then whole days. Computed in units of 1/(working days x
 * days off) nano-CHF and rounded once, towards zero.
 */
function remainderOf(window: PaceWindow, today: string, to: string, chargedToday: NanoChf): NanoChf {
  const unit = BigInt(Math.max(1, window.workingDays) * Math.max(1, window.days - window.workingDays));
  const perDay = ratesOf(window, unit);
  const usual = (day: string) => notNegative(isWorkingDay(day) ? perDay.working : perDay.off);
  let remainder = notNegative(usual(today) - chargedToday * unit);
  for (let day = dayAfter(today, 1); day < to; day = dayAfter(day, 1)) remainder += usual(day);
  return remainder / unit;
}

/** Corrections can make a past day less than nothing; days to come are not. */
function notNegative(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
