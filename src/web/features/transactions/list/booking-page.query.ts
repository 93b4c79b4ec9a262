import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { wait } from '#web/lib/wait.ts';
import type { BookingFilter } from '../filter/booking-filter.ts';
import { filterQuery } from '../filter/filter-query.ts';

export type Booking = Answer<'/api/billing/transactions'>['transactions'][number];

/** A list of bookings as it was when it began: `reading` changes when it is read anew from the top. */
export interface BookingList {
  readonly mandateId: string;
  readonly filter: BookingFilter;
  readonly reading: number;
}

/** Where a page begins; undefined: at the top. */
type Cursor = string | undefined;

export const PAGE_ROWS = 100;
/** The thumb of the scrollbar flies past more pages than a person may ask for in a minute. */
const FLYING_PAST_MS = 100;

/**
 * One page, kept only while it is looked at. Bookings never change, so it is never asked for twice meanwhile. One of whose
 * neighbours (the cursors `beside` it) none is there was jumped to, and has to stay in sight for a moment until it is asked for.
 */
export const bookingPageQuery = (list: BookingList, cursor: Cursor, beside: readonly Cursor[]) =>
  queryOptions({
    queryKey: keyOf(list, cursor),
    queryFn: async ({ client, signal }) => {
      const isThere = (other: Cursor) => client.getQueryData(keyOf(list, other)) !== undefined;
      if (beside.length > 0 && !beside.some(isThere)) await wait(FLYING_PAST_MS, signal);
      const query = { ...filterQuery(list.filter), cursor, limit: String(PAGE_ROWS) };
      return answerOf(apiIn(list.mandateId).GET('/api/billing/transactions', { params: { query }, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    meta: { keepsItsPlace: true },
    gcTime: 0,
  });

function keyOf({ mandateId, filter, reading }: BookingList, cursor: Cursor) {
  return ['booking-page', mandateId, filter, reading, cursor ?? 'top'] as const;
}
