import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

/** All that an import brought over, from whatever year; null: nothing. */
export const pastUsageQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['past-usage', mandateId],
    queryFn: async ({ signal }) => {
      const params = { query: { period: 'year' as const, from: '2000-01-01' } };
      const { history } = await answerOf(apiIn(mandateId).GET('/api/billing/statistics', { params, signal }));
      return history ?? null;
    },
  });
