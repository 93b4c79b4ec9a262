import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/billing/warnings';

type NoticePage = Answer<typeof PATH>;
export type Notice = NoticePage['notices'][number];

/** What the mandate was warned of, the newest first. */
export const noticesQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['warnings', mandateId],
    queryFn: ({ pageParam, signal }): Promise<NoticePage> => {
      const query = { limit: '20', ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
