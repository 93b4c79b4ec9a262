import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/limits';

export type Limit = Answer<typeof PATH>['limits'][number];

/** All spending limits of a mandate, with what is used of them this month. */
export const limitsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['limits', mandateId],
    queryFn: async ({ signal }): Promise<readonly Limit[]> => {
      const limits: Limit[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: '200', ...(cursor === undefined ? {} : { cursor }) };
        const page = await answerOf(
          apiIn(mandateId).GET(PATH, { params: { path: { mandateId }, query }, signal }),
        );
        limits.push(...page.limits);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return limits;
    },
  });
