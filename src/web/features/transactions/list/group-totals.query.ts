import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { filterQuery } from '../filter/filter-query.ts';
import { type GroupKey, groupInstants } from './booking-group.ts';
import type { BookingList } from './booking-page.query.ts';

/** Number and sum of the bookings of a list that lie in one of its groups. */
export const groupTotalsQuery = ({ mandateId, filter, reading }: BookingList, group: GroupKey) =>
  queryOptions({
    queryKey: ['booking-group-totals', mandateId, filter, reading, group],
    queryFn: ({ signal }) => {
      const params = { query: { ...filterQuery(filter), ...groupInstants(group) } };
      return answerOf(apiIn(mandateId).GET('/api/billing/transactions/totals', { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    meta: { keepsItsPlace: true },
    gcTime: 30_000,
  });
