import { dayAfter } from '#billing/balance/pace.ts';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import type { SampleMandate } from './sample-mandate.ts';

/** The time that the sample data cover. */
export interface SampleSpan {
  /** Whole days before the last one. */
  readonly days: number;
  /** Nothing is later; the last day ends here. */
  readonly until: Date;
}

/** What the history follows from, beside prices: kept with it, so that it goes on as it began. */
export interface SamplePlan extends SampleSpan {
  /** Of mandates that have agreed on none. */
  readonly defaultMarkupPpm: number;
}

/** Days in Zurich, `2026-11-27`, the oldest first; the last one is the day of `until`. */
export function daysOf({ days, until }: SampleSpan): readonly string[] {
  const last = zurichTime(until).slice(0, 10);
  return Array.from({ length: days + 1 }, (_, index) => dayAfter(last, index - days));
}

export function isWorkingDay(day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The first working day from a share of the history on: 0.5 is its middle. */
export function workingDayFrom(days: readonly string[], share: number): string {
  const first = Math.floor(days.length * share);
  return days.find((day, index) => index >= first && isWorkingDay(day)) ?? days.at(-1) ?? '';
}

/** So many days later, or the next working day after that. */
export function workingDayAfter(day: string, days: number): string {
  const then = dayAfter(day, days);
  return isWorkingDay(then) ? then : workingDayAfter(then, 1);
}

/** `2026-11` */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The first working day of each month that begins in these days. */
export function monthStarts(days: readonly string[]): readonly string[] {
  return days.filter((day, index) => {
    if (index === 0 || !isWorkingDay(day)) return false;
    const earlier = days.slice(0, index).filter((other) => monthOf(other) === monthOf(day));
    return !earlier.some(isWorkingDay) && monthOf(days[0] ?? day) !== monthOf(day);
  });
}

/**
 * How busy a mandate is on a day, 1 being the average: it doubles over the time, is quiet in the holidays and on
 * weekends, and has one day of rush.
 */
export function busyness(
  { quietDays, rushDay }: Pick<SampleMandate, 'quietDays' | 'rushDay'>,
  days: readonly string[],
  index: number,
  random: SeededRandom,
): number {
  const day = days[index] ?? '';
  const noise = 0.7 + 0.6 * random.next();
  if (!isWorkingDay(day)) return 0.05 * noise;
  const growth = 0.65 + (0.7 * index) / days.length;
  const isQuiet = index >= quietDays[0] && index <= quietDays[1];
  const isRush = index === rushOf(rushDay, days);
  return growth * noise * (isQuiet ? 0.3 : 1) * (isRush ? 2.6 : 1);
}

/** The rush is on a working day. */
function rushOf(rushDay: number, days: readonly string[]): number {
  return days.findIndex((day, index) => index >= rushDay && isWorkingDay(day));
}
