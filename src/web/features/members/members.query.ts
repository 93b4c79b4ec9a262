import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/users';

type MemberPage = Answer<typeof PATH>;
export type Member = MemberPage['users'][number];

/** The users of a mandate, or those whose name or address has the text, page by page. */
export const membersQuery = (mandateId: string, text: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['members', mandateId, text],
    queryFn: ({ signal, pageParam }): Promise<MemberPage> => {
      const query = {
        ...(text === undefined ? {} : { q: text }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // While another text is looked for, what was found stays.
    placeholderData: (before, query) => (query?.queryKey[1] === mandateId ? before : undefined),
  });
