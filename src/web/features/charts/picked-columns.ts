import { dayAfter } from '#web/lib/days/day-range.ts';
import type { Days } from '../spend/picked-days.ts';
import type { SpendView } from '../spend/spend-view.ts';
import type { ChartColumn } from './chart-series.ts';
import type { ColumnSelection } from './column-selection.ts';

/** The last day of a column that can have bookings: nothing lies after today. */
export function lastDayOf({ to }: Pick<ChartColumn, 'to'>, { today }: Pick<SpendView, 'today'>): string {
  const last = dayAfter(to, -1);
  return last < today ? last : today;
}

/** The days of columns that are picked by their places. */
export function daysOfColumns(
  columns: readonly ChartColumn[],
  [first, last]: readonly [number, number],
  view: Pick<SpendView, 'today'>,
): Days | undefined {
  const [begin, end] = [columns[first], columns[last]];
  return begin && end ? { from: begin.from, to: lastDayOf(end, view) } : undefined;
}

/** The places of the columns that lie in days. */
export function columnsInDays(columns: readonly ChartColumn[], days: Days): ColumnSelection | undefined {
  const anchor = columns.findIndex(({ to }) => to > days.from);
  const head = columns.findLastIndex(({ from }) => from <= days.to);
  return anchor < 0 || head < anchor ? undefined : { anchor, head };
}
