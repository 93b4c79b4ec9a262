import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { BookingFilter } from '../filter/booking-filter.ts';
import { filterQuery } from '../filter/filter-query.ts';

export type Booking = Answer<'/api/billing/transactions'>['transactions'][number];

/** A list of bookings as it was when it began: `reading` changes when it is read anew from the top. */
export interface BookingList {
  readonly mandateId: string;
  readonly filter: BookingFilter;
  readonly reading: number;
}

export const PAGE_ROWS = 100;

/** One page, kept only while it is looked at. Bookings never change, so it is never asked for twice meanwhile. */
export const bookingPageQuery = ({ mandateId, filter, reading }: BookingList, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['booking-page', mandateId, filter, reading, cursor ?? 'top'],
    queryFn: ({ signal }) => {
      const query = { ...filterQuery(filter), cursor, limit: String(PAGE_ROWS) };
      return answerOf(apiIn(mandateId).GET('/api/billing/transactions', { params: { query }, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    meta: { keepsItsPlace: true },
    gcTime: 0,
  });
