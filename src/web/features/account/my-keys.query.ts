import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type MyKeysAnswer = Answer<'/api/me/api-keys'>;
export type MyKey = MyKeysAnswer['apiKeys'][number];

/** My API keys in a mandate, the newest first, page by page. */
export const myKeysQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['my-keys', mandateId],
    queryFn: ({ signal, pageParam }): Promise<MyKeysAnswer> => {
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      return answerOf(apiIn(mandateId).GET('/api/me/api-keys', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
