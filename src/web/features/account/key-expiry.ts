import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { dayAfter, dayBegin, zurichToday } from '#web/lib/days/day-range.ts';

export const EXPIRIES = ['30', '90', '365', 'never', 'day'] as const;
export type Expiry = (typeof EXPIRIES)[number];

export const EXPIRY_TEXTS: Readonly<Record<Expiry, MessageDescriptor>> = {
  '30': msg`In 30 days`,
  '90': msg`In 90 days`,
  '365': msg`In a year`,
  never: msg`Never`,
  day: msg`On a day of your choice`,
};

/** The last day on which the key works (`2026-12-31`); undefined: it never ends. */
export function lastDayOf(expiry: Expiry, chosenDay: string, today = zurichToday()): string | undefined {
  if (expiry === 'never') return undefined;
  return expiry === 'day' ? chosenDay : dayAfter(today, Number(expiry));
}

/** The instant after the day is over in Zurich. */
export function endOfDay(day: string): string {
  return dayBegin(dayAfter(day)).toISOString();
}
