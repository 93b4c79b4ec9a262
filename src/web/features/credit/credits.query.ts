import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

type CreditPage = Answer<'/api/admin/mandates/{mandateId}/billing/credits'>;
export type Credit = CreditPage['credits'][number];

/** The top-ups of a mandate, the newest first, with what is left of each to refund. */
export const creditsQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['credits', mandateId],
    queryFn: ({ pageParam, signal }): Promise<CreditPage> => {
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      const params = { path: { mandateId }, query };
      return answerOf(
        apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/billing/credits', { params, signal }),
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
