import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/users/{userId}/abilities';

export type Abilities = Answer<typeof PATH>;

/** What a user may do, and for each provider why, or why not. */
export const abilitiesQuery = (mandateId: string, userId: string) =>
  queryOptions({
    queryKey: ['abilities', mandateId, userId],
    queryFn: ({ signal }): Promise<Abilities> =>
      answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId, userId } }, signal })),
  });
