import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { type MonthSpend, monthSpendOf } from './member-month-spend.ts';

export type MonthStatistics = Answer<'/api/billing/statistics'>;

/** What each user of a mandate has spent in a month; `month`: `2026-11`. */
export const userSpendQuery = (mandateId: string, month: string) =>
  queryOptions({
    queryKey: ['user-spend', mandateId, month],
    queryFn: async ({ signal }): Promise<MonthSpend> => {
      const query = { period: 'month', groupBy: 'user', from: `${month}-01` } as const;
      const params = { query };
      return monthSpendOf(
        await answerOf(apiIn(mandateId).GET('/api/billing/statistics', { params, signal })),
      );
    },
  });
