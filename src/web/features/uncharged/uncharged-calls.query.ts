import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { type DayRange, rangeInstants } from '#web/lib/days/day-range.ts';

export type UnchargedCalls = Answer<'/api/billing/uncharged-calls'>;

/** Calls that failed and cost nothing, on these days in Zurich: of the mandate or one's own, as the API decides. */
export const unchargedCallsQuery = (mandateId: string, days: DayRange) =>
  queryOptions({
    queryKey: ['uncharged-calls', mandateId, days],
    queryFn: ({ signal }): Promise<UnchargedCalls> =>
      answerOf(
        apiIn(mandateId).GET('/api/billing/uncharged-calls', {
          params: { query: rangeInstants(days) },
          signal,
        }),
      ),
  });
