import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

/** The amount of the newest top-up of a mandate's pool; null: there was none. */
export const newestTopUpQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['newest-top-up', mandateId],
    queryFn: async ({ signal }): Promise<string | null> => {
      let cursor: string | undefined;
      do {
        const query = { limit: '200', ...(cursor === undefined ? {} : { cursor }) };
        const params = { path: { mandateId }, query };
        const page = await answerOf(
          apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/billing/credits', { params, signal }),
        );
        const found = page.credits.find(({ userId }) => userId === undefined);
        if (found) return found.amountChf;
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return null;
    },
  });
