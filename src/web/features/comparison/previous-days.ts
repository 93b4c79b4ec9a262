import { type CalendarDate, endOfMonth, parseDate, startOfMonth } from '@internationalized/date';
import type { Days } from '../spend/picked-days.ts';

/**
 * What whole days are compared with. Days of one month: the same days of the month before (of a whole month, the whole one).
 * Since New Year, longer than a month: the same days of the year before. Whole months: as many before. Up to a week: the same
 * days of the week before. Else as many days before.
 */
export function previousDays(days: Days): Days {
  const [first, last] = [parseDate(days.from), parseDate(days.to)];
  const isWhole = last.compare(endOfMonth(last)) === 0;
  const months = (last.year - first.year) * 12 + last.month - first.month + 1;
  if (first.day !== 1) return justBefore(first, last);
  if (months > 1 && first.month === 1) {
    const years = last.year - first.year + 1;
    return asDays(first.subtract({ years }), sameEnd(last, { years }, isWhole));
  }
  if (months === 1 || isWhole) return asDays(first.subtract({ months }), sameEnd(last, { months }, isWhole));
  return justBefore(first, last);
}

/** The month that the days are exactly, such as `2026-10`. */
export function wholeMonthOf({ from, to }: Days): string | undefined {
  const first = parseDate(from);
  const isMonth = first.compare(startOfMonth(first)) === 0 && endOfMonth(first).toString() === to;
  return isMonth ? from.slice(0, 7) : undefined;
}

/** 28 February is followed by 31 January's; a month that is whole stays whole. */
function sameEnd(
  last: CalendarDate,
  by: { readonly months?: number; readonly years?: number },
  isWhole: boolean,
): CalendarDate {
  const moved = last.subtract(by);
  return isWhole ? endOfMonth(moved) : moved;
}

function justBefore(first: CalendarDate, last: CalendarDate): Days {
  const days = Math.max(7, last.compare(first) + 1);
  return asDays(first.subtract({ days }), last.subtract({ days }));
}

function asDays(first: CalendarDate, last: CalendarDate): Days {
  return { from: first.toString(), to: last.toString() };
}
