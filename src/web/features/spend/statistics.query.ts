import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { dayAfter } from '#web/lib/days/day-range.ts';
import type { Dimension, SpendFilter } from './overview-search.ts';
import type { SpendRange } from './spend-range.ts';

export type Statistics = Answer<'/api/billing/statistics'>;
export type SpendBucket = Statistics['buckets'][number];
export type SpendGroup = Statistics['groups'][number];

export interface StatisticsRequest {
  readonly range: SpendRange;
  readonly by: Dimension;
  readonly filter: SpendFilter;
}

/** What calls have cost, by day, month or year of Zurich and by dimension; whose calls they are, the API decides. */
export const statisticsQuery = (mandateId: string, request: StatisticsRequest) =>
  queryOptions({
    queryKey: ['statistics', mandateId, request],
    queryFn: ({ signal }): Promise<Statistics> => {
      const { range, by, filter } = request;
      const query = {
        ...filter,
        period: range.per,
        from: range.from,
        to: dayAfter(range.to),
        groupBy: by,
      };
      return answerOf(apiIn(mandateId).GET('/api/billing/statistics', { params: { query }, signal }));
    },
    // While another filter or range is read, what was shown stays, marked as old; but never another mandate's, and never in other kinds of bars.
    placeholderData: (before: Statistics | undefined, query) => {
      const key = query?.queryKey as readonly [string, string, StatisticsRequest] | undefined;
      return key?.[1] === mandateId && key[2].by === request.by ? before : undefined;
    },
  });
