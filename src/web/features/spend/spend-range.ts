import {
  type CalendarDate,
  endOfMonth,
  endOfYear,
  parseDate,
  startOfMonth,
  startOfYear,
} from '@internationalized/date';
import type { OverviewSearch, Period } from './overview-search.ts';
import { type Days, parsePick } from './picked-days.ts';

/** The days that are shown, and what one bar of the chart stands for. */
export interface SpendRange extends Days {
  readonly per: Period;
}

/** What the API gives at most: 400 days, 120 months. */
const MOST_DAYS = 400;
const MOST_MONTHS = 120;
/** More bars than these are hard to tell apart, so months are shown unless days are asked for. */
const MOST_USEFUL_DAYS = 92;

/**
 * The range that an address means, on a day in Zurich: this month unless it says otherwise. Nothing lies after today, and
 * whole months or years are shown where bars stand for them.
 */
export function spendRange(search: OverviewSearch, today: string): SpendRange {
  const last = parseDate(search.to !== undefined && search.to < today ? search.to : today);
  const asked = search.from === undefined ? undefined : parseDate(search.from);
  const first = asked && asked.compare(last) <= 0 ? asked : startOfMonth(last);
  const per = periodOf(search.per, first, last);
  const [from, end] = widened(per, first, last);
  return { from: from.toString(), to: earlier(end, parseDate(today)).toString(), per };
}

/** What the page is about: the days of the bars that are picked in the chart, else the whole range. */
export function focusOf(search: OverviewSearch, range: SpendRange): Days {
  const picked = search.days === undefined ? undefined : parsePick(search.days);
  if (!picked || picked.from > range.to || picked.to < range.from) return { from: range.from, to: range.to };
  const [first, last] = widened(range.per, parseDate(picked.from), parseDate(picked.to));
  return {
    from: later(first, parseDate(range.from)).toString(),
    to: earlier(last, parseDate(range.to)).toString(),
  };
}

/** Of these days those whose bar is over, so that a comparison is fair. Undefined: none is yet. */
export function finishedDays(days: Days, per: Period, today: string): Days | undefined {
  if (days.to < today) return days;
  const [begin] = widened(per, parseDate(today), parseDate(today));
  const to = begin.subtract({ days: 1 }).toString();
  return to < days.from ? undefined : { from: days.from, to };
}

function periodOf(asked: Period | undefined, first: CalendarDate, last: CalendarDate): Period {
  const days = last.compare(first) + 1;
  const months = (last.year - first.year) * 12 + last.month - first.month + 1;
  if (months > MOST_MONTHS) return 'year';
  if (asked === undefined) return days > MOST_USEFUL_DAYS ? 'month' : 'day';
  return asked === 'day' && days > MOST_DAYS ? 'month' : asked;
}

function widened(
  per: Period,
  first: CalendarDate,
  last: CalendarDate,
): readonly [CalendarDate, CalendarDate] {
  if (per === 'month') return [startOfMonth(first), endOfMonth(last)];
  if (per === 'year') return [startOfYear(first), endOfYear(last)];
  return [first, last];
}

function later(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one.compare(other) > 0 ? one : other;
}

function earlier(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one.compare(other) < 0 ? one : other;
}
