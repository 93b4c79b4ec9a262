import { rangeInstants } from '#web/lib/days/day-range.ts';
import type { BookingFilter } from './booking-filter.ts';

/** The filter as the API takes it: days become instants. */
export function filterQuery({ from, to, min, max, ...rest }: BookingFilter) {
  return { ...rest, ...rangeInstants({ from, to }), minChf: min, maxChf: max };
}
