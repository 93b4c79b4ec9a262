import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { Member } from './members.query.ts';

/** One user of a mandate. */
export const memberQuery = (mandateId: string, userId: string) =>
  queryOptions({
    queryKey: ['member', mandateId, userId],
    queryFn: ({ signal }): Promise<Member> => {
      const params = { path: { mandateId, userId } };
      return answerOf(
        apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/users/{userId}', { params, signal }),
      );
    },
  });
