import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

type UnknownPage = Answer<'/api/admin/unknown-calls'>;
export type UnknownCall = UnknownPage['calls'][number];

/** Calls of which nobody knows what they cost, of all mandates, the oldest first. */
export const unknownCallsQuery = infiniteQueryOptions({
  queryKey: ['unknown-calls'],
  queryFn: ({ pageParam, signal }): Promise<UnknownPage> => {
    const query = pageParam === undefined ? {} : { cursor: pageParam };
    return answerOf(api.GET('/api/admin/unknown-calls', { params: { query }, signal }));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor,
});
