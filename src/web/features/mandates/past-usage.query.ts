import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

/** What an import brought over of the last years; null: nothing. */
export const pastUsageQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['past-usage', mandateId],
    queryFn: async ({ signal }) => {
      const params = { query: { period: 'year' as const } };
      const { history } = await answerOf(apiIn(mandateId).GET('/api/billing/statistics', { params, signal }));
      return history ?? null;
    },
  });
