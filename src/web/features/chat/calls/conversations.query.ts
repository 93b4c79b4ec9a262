import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { ConversationSummary } from '../model/chat-types.ts';

interface ConversationPage {
  readonly conversations: readonly ConversationSummary[];
  readonly nextCursor?: string | undefined;
}

/** One's own conversations of a mandate, those that were touched last first. `search`: words of the title. */
export const conversationsQuery = (mandateId: string, search: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['conversations', mandateId, search ?? ''],
    queryFn: async ({ pageParam, signal }): Promise<ConversationPage> => {
      const query = {
        ...(search === undefined ? {} : { q: search }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      const page = await answerOf(
        apiIn(mandateId).GET('/api/chat/conversations', { params: { query }, signal }),
      );
      // Without a title nothing has been said in it yet: it was made to know what the first message would cost.
      return { ...page, conversations: page.conversations.filter(({ title }) => title !== '') };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
