import { zurichTime } from '#kernel/zurich-time.ts';

/** The day on which a clock in Zurich stands: `2026-11-27`. */
export function zurichDay(at: Date): string {
  return zurichTime(at).slice(0, 10);
}

/** The month before the one of this instant in Zurich: `2026-10`. */
export function lastWholeMonth(at: Date): string {
  return addDays(`${zurichDay(at).slice(0, 7)}-01`, -1).slice(0, 7);
}

/** The months from one to another (`2026-10`), both with them; none if the first is the later one. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = addDays(`${month}-28`, 4).slice(0, 7)) months.push(month);
  return months;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The last day on which an invoice is paid in time. A Sunday becomes the next working day (Code of Obligations, art. 78), and so does a Saturday (SR
 * 173.110.3). Holidays differ by canton and are not known here.
 */
export function dueDay(issuedOn: string, paymentDays: number): string {
  const day = addDays(issuedOn, paymentDays);
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return addDays(day, 2);
  return weekday === SUNDAY ? addDays(day, 1) : day;
}

export interface ReminderFacts {
  readonly dueOn: string;
  /** 0: no reminder was sent. */
  readonly level: number;
  readonly remindedOn: string | undefined;
  /** Nano-CHF that are not paid and not credited. */
  readonly due: bigint;
  readonly isHeld: boolean;
}

/**
 * The level of the reminder that is to be sent today, undefined: none. Only on working days, one level at a time; after an outage the levels
 * keep the distance that the rule has between them.
 */
export function reminderDue(
  facts: ReminderFacts,
  days: readonly number[],
  today: string,
): number | undefined {
  const { dueOn, level, remindedOn, due, isHeld } = facts;
  const after = days[level];
  if (after === undefined || due <= 0n || isHeld || isWeekend(today)) return undefined;
  const distance = after - (days[level - 1] ?? 0);
  if (today < addDays(dueOn, after)) return undefined;
  // The one before may have waited for a Monday.
  const tolerated = distance > MOST_SHIFT_DAYS ? distance - MOST_SHIFT_DAYS : distance;
  return remindedOn !== undefined && today < addDays(remindedOn, tolerated) ? undefined : level + 1;
}

const DAY_MS = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;
const MOST_SHIFT_DAYS = 2;

function isWeekend(day: string): boolean {
  return weekdayOf(day) === SATURDAY || weekdayOf(day) === SUNDAY;
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
