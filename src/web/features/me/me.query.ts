import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type Me = Answer<'/api/me'>;
export type MyMandate = Me['mandates'][number];

/** Who is signed in, in which mandates, and what may be done there. 401: nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }): Promise<Me> => answerOf(api.GET('/api/me', { signal })),
  staleTime: 60_000,
});
