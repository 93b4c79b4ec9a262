import type { NanoChf } from '#kernel/money.ts';

/**
 * How fast an account is spent, and how long it lasts at that pace. Working days and weekends are counted apart, because
 * most of those who work with AI do so from Monday to Friday; public holidays differ by canton and are taken as working days.
 * Days are `2026-11-27`, in Europe/Zurich.
 */
export interface PaceFacts {
  readonly today: string;
  /** The day from which the account exists. */
  readonly openedOn: string;
  /** Charged per day; a day that is missing had no calls. */
  readonly chargedPerDay: ReadonlyMap<string, NanoChf>;
  /** What is left to spend; undefined: without end. */
  readonly available: NanoChf | undefined;
}

/** Whole days before today, as many as the account has had, at most 7 or 30. */
export interface PaceWindow {
  readonly days: number;
  readonly workingDays: number;
  readonly charged: NanoChf;
  /** Charged from Monday to Friday; the rest was charged on weekends. */
  readonly chargedOnWorkingDays: NanoChf;
}

export interface Pace {
  readonly chargedToday: NanoChf;
  readonly last7Days: PaceWindow;
  readonly last30Days: PaceWindow;
  /** The window that spends faster: a warning that comes early is better than one that comes late. */
  readonly basis: 'last7Days' | 'last30Days' | undefined;
  readonly runOut: RunOut;
}

export type RunOut =
  | { readonly known: true; readonly on: string; readonly daysLeft: number; readonly workingDaysLeft: number }
  | { readonly known: false; readonly because: NoRunOut };

/** `no_whole_day`: the account is of today. `no_spending`: nothing was charged. `beyond_ten_years`: not within 3,650 days. */
export type NoRunOut = 'unlimited' | 'no_whole_day' | 'no_spending' | 'beyond_ten_years';

const MAX_DAYS_AHEAD = 3_650;

export function paceOf(given: PaceFacts): Pace {
  // An account that was brought in with its history is older than its row.
  const openedOn = [given.openedOn, ...given.chargedPerDay.keys()].reduce((a, b) => (a < b ? a : b));
  const facts = { ...given, openedOn };
  const chargedToday = facts.chargedPerDay.get(facts.today) ?? 0n;
  const last7Days = windowOf(facts, 7);
  const last30Days = windowOf(facts, 30);
  const basis = fasterOf(last7Days, last30Days);
  const window = basis === 'last7Days' ? last7Days : last30Days;
  return { chargedToday, last7Days, last30Days, basis, runOut: runOutOf(facts, chargedToday, window) };
}

function windowOf({ today, openedOn, chargedPerDay }: PaceFacts, most: number): PaceWindow {
  const days = Math.max(0, Math.min(most, daysBetween(openedOn, today)));
  let workingDays = 0;
  let charged = 0n;
  let chargedOnWorkingDays = 0n;
  for (let ago = 1; ago <= days; ago++) {
    const day = dayAfter(today, -ago);
    const amount = chargedPerDay.get(day) ?? 0n;
    charged += amount;
    if (!isWorkingDay(day)) continue;
    workingDays++;
    chargedOnWorkingDays += amount;
  }
  return { days, workingDays, charged, chargedOnWorkingDays };
}

function fasterOf(last7Days: PaceWindow, last30Days: PaceWindow): Pace['basis'] {
  if (last30Days.days === 0 || last30Days.charged <= 0n) return undefined;
  const shortIsFaster =
    last7Days.charged * BigInt(last30Days.days) >= last30Days.charged * BigInt(last7Days.days);
  return shortIsFaster ? 'last7Days' : 'last30Days';
}

/**
 * Walks from day to day, with what was charged on an average day of the same kind; today only with what is usual for a whole
 * day less what today has had already. All in units of 1/(working days x days off) nano-CHF, so nothing is rounded.
 */
function runOutOf({ today, available }: PaceFacts, chargedToday: NanoChf, window: PaceWindow): RunOut {
  if (available === undefined) return { known: false, because: 'unlimited' };
  if (available <= 0n) return { known: true, on: today, daysLeft: 0, workingDaysLeft: 0 };
  if (window.days === 0) return { known: false, because: 'no_whole_day' };
  if (window.charged <= 0n) return { known: false, because: 'no_spending' };
  const unit = BigInt(Math.max(1, window.workingDays) * Math.max(1, window.days - window.workingDays));
  const perDay = ratesOf(window, unit);
  const weekday = weekdayOf(today);
  const usualToday = isWorkingWeekday(weekday) ? perDay.working : perDay.off;
  let left = available * unit - max(0n, usualToday - chargedToday * unit);
  let workingDaysLeft = 0;
  for (let ahead = 1; left > 0n && ahead <= MAX_DAYS_AHEAD; ahead++) {
    const working = isWorkingWeekday((weekday + ahead) % 7);
    left -= working ? perDay.working : perDay.off;
    if (left <= 0n) return { known: true, on: dayAfter(today, ahead), daysLeft: ahead, workingDaysLeft };
    if (working) workingDaysLeft++;
  }
  if (left <= 0n) return { known: true, on: today, daysLeft: 0, workingDaysLeft: 0 };
  return { known: false, because: 'beyond_ten_years' };
}

/**
 * What an average day costs, in 1/`unit` nano-CHF. An account that has seen only one kind of day yet spends on the other as on
 * that one.
 */
export function ratesOf({ days, workingDays, charged, chargedOnWorkingDays }: PaceWindow, unit: bigint) {
  const daysOff = days - workingDays;
  const working = workingDays > 0 ? (chargedOnWorkingDays * unit) / BigInt(workingDays) : undefined;
  const off = daysOff > 0 ? ((charged - chargedOnWorkingDays) * unit) / BigInt(daysOff) : undefined;
  return { working: working ?? off ?? 0n, off: off ?? working ?? 0n };
}

const DAY_MS = 86_400_000;

export function isWorkingDay(day: string): boolean {
  return isWorkingWeekday(weekdayOf(day));
}

/** 0 is Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function isWorkingWeekday(weekday: number): boolean {
  return weekday >= 1 && weekday <= 5;
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
