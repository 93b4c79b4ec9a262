import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { filterQuery } from '../filter/filter-query.ts';
import { type GroupKey, groupQuery } from './booking-group.ts';
import type { BookingList } from './booking-page.query.ts';

/** Number and sum of the bookings of a list that lie in one of its groups; not asked where they cannot be counted. */
export const groupTotalsQuery = ({ mandateId, filter, reading }: BookingList, group: GroupKey) => {
  const narrowed = groupQuery(group, filter);
  return queryOptions({
    queryKey: ['booking-group-totals', mandateId, filter, reading, group],
    queryFn: ({ signal }) => {
      const params = { query: { ...filterQuery(filter), ...narrowed } };
      return answerOf(apiIn(mandateId).GET('/api/billing/transactions/totals', { params, signal }));
    },
    enabled: narrowed !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { keepsItsPlace: true },
    gcTime: 30_000,
  });
};
