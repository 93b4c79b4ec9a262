import {
  type CalendarDate,
  endOfMonth,
  endOfYear,
  parseDate,
  startOfMonth,
  startOfYear,
  today,
} from '@internationalized/date';

export const ZONE = 'Europe/Zurich';

/** Days in Zurich such as `2026-11-27`, both included. What is left out has no bound. */
export interface DayRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What people ask for most, in the order in which it is offered. */
export const RANGE_PRESETS = [
  'today',
  'yesterday',
  '7-days',
  '30-days',
  '90-days',
  'this-month',
  'last-month',
  'this-year',
  'last-year',
] as const;
export type RangePreset = (typeof RANGE_PRESETS)[number];

/** Today in Zurich, wherever the browser is. Take the server's day instead where an answer has one. */
export function zurichToday(): string {
  return today(ZONE).toString();
}

/** The days that a preset means today. What still runs ends today: nothing was booked after it. */
export function presetRange(preset: RangePreset, todayDay: string): DayRange {
  const now = parseDate(todayDay);
  switch (preset) {
    case 'today':
      return between(now, now);
    case 'yesterday':
      return between(now.subtract({ days: 1 }), now.subtract({ days: 1 }));
    case '7-days':
      return between(now.subtract({ days: 6 }), now);
    case '30-days':
      return between(now.subtract({ days: 29 }), now);
    case '90-days':
      return between(now.subtract({ days: 89 }), now);
    case 'this-month':
      return between(startOfMonth(now), now);
    case 'last-month':
      return between(
        startOfMonth(now.subtract({ months: 1 })),
        endOfMonth(startOfMonth(now).subtract({ months: 1 })),
      );
    case 'this-year':
      return between(startOfYear(now), now);
    case 'last-year':
      return between(
        startOfYear(now.subtract({ years: 1 })),
        endOfYear(startOfYear(now).subtract({ years: 1 })),
      );
  }
}

/** The instants that the API wants: the first that counts, and the first that does not count any more. */
export function rangeInstants({ from, to }: DayRange): {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
} {
  return {
    from: from === undefined ? undefined : dayBegin(from).toISOString(),
    to: to === undefined ? undefined : dayBegin(dayAfter(to)).toISOString(),
  };
}

/** Midnight in Zurich at which a day begins: `2026-03-30` is 22:00 UTC of the 29th, the 29th itself 23:00 of the 28th. */
export function dayBegin(day: string): Date {
  return parseDate(day).toDate(ZONE);
}

export function dayAfter(day: string, days = 1): string {
  return parseDate(day).add({ days }).toString();
}

export function isSameRange(one: DayRange, other: DayRange): boolean {
  return one.from === other.from && one.to === other.to;
}

function between(from: CalendarDate, to: CalendarDate): DayRange {
  return { from: from.toString(), to: to.toString() };
}
