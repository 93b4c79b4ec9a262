import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { filterQuery } from './filter/filter-query.ts';
import type { BookingList } from './list/booking-page.query.ts';

export type BookingTotals = Answer<'/api/billing/transactions/totals'>;

/** Number and sum of the bookings of a list, and how they fit between two balances; of when the list was read. */
export const bookingTotalsQuery = ({ mandateId, filter, reading }: BookingList) =>
  queryOptions({
    queryKey: ['booking-totals', mandateId, filter, reading],
    queryFn: ({ signal }): Promise<BookingTotals> => {
      const params = { query: filterQuery(filter) };
      return answerOf(apiIn(mandateId).GET('/api/billing/transactions/totals', { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    meta: { keepsItsPlace: true },
    gcTime: 0,
  });
