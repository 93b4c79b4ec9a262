import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { type DayRange, dayAfter } from '#web/lib/days/day-range.ts';

/** What the calls of a range can be told apart by. */
export type CallDimension = 'provider' | 'model' | 'user' | 'account';

/** The models, users, ... that have called in a range: the 100 dearest, which is what can be filtered by. */
export const callGroupsQuery = (mandateId: string, { from, to }: DayRange, groupBy: CallDimension) =>
  queryOptions({
    queryKey: ['call-groups', mandateId, groupBy, from, to],
    queryFn: async ({ signal }) => {
      const query = { period: 'year' as const, groupBy, from, to: to && dayAfter(to) };
      const answer = apiIn(mandateId).GET('/api/billing/statistics', { params: { query }, signal });
      return (await answerOf(answer)).groups;
    },
  });
