import { dayAfter, dayBegin, zurichToday } from '#web/lib/days/day-range.ts';

export const EXPIRIES = ['30', '90', '365', 'never', 'day'] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** The last day on which the key works (`2026-12-31`); undefined: it never ends. */
export function lastDayOf(expiry: Expiry, chosenDay: string, today = zurichToday()): string | undefined {
  if (expiry === 'never') return undefined;
  return expiry === 'day' ? chosenDay : dayAfter(today, Number(expiry));
}

/** The instant after the day is over in Zurich. */
export function endOfDay(day: string): string {
  return dayBegin(dayAfter(day)).toISOString();
}
