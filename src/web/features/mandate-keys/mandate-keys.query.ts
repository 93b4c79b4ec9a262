import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/api-keys';

type KeyPage = Answer<typeof PATH>;
export type MandateKey = KeyPage['apiKeys'][number];

/** The API keys of a mandate or of one of its users, the newest first, page by page. */
export const mandateKeysQuery = (mandateId: string, userId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['mandate-keys', mandateId, userId],
    queryFn: ({ signal, pageParam }): Promise<KeyPage> => {
      const query = {
        ...(userId === undefined ? {} : { user: userId }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** It stops within a second, and so do the keys that it has issued. */
export async function revokeMandateKey(mandateId: string, keyId: string): Promise<void> {
  const params = { path: { mandateId, keyId } };
  await answerOf(apiIn(mandateId).DELETE('/api/admin/mandates/{mandateId}/api-keys/{keyId}', { params }));
}
