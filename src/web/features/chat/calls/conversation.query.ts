import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { type LiveConversation, takeMessages, takeRead } from '../model/chat-events.ts';
import { type AnyMessage, type Conversation, isAnswer } from '../model/chat-types.ts';

/** An answer that has ended may be booked a moment later: the provider was not done with its bill. */
const BILL_AWAITED_MS = 3_000;

/** A conversation with all its messages, kept fresh by its stream. */
export const conversationQuery = (mandateId: string, conversationId: string) =>
  queryOptions({
    queryKey: ['conversation', mandateId, conversationId],
    queryFn: async ({ client, queryKey, signal }): Promise<LiveConversation> => {
      const params = { path: { conversationId } };
      const read: Conversation = await answerOf(
        apiIn(mandateId).GET('/api/chat/conversations/{conversationId}', { params, signal }),
      );
      return takeRead(client.getQueryData<LiveConversation>(queryKey), read);
    },
    refetchInterval: ({ state }) =>
      state.data?.messages.some(isBillAwaited) === true ? BILL_AWAITED_MS : false,
  });

function isBillAwaited(message: AnyMessage): boolean {
  return (
    isAnswer(message) &&
    message.state !== 'running' &&
    message.cost.calls.some((call) => call.state === 'held')
  );
}

/** What an answer of the server has told of a conversation, before it is read anew. */
export function knowMessages(
  queryClient: QueryClient,
  mandateId: string,
  conversationId: string,
  messages: readonly AnyMessage[],
): void {
  const { queryKey } = conversationQuery(mandateId, conversationId);
  queryClient.setQueryData(queryKey, (known) => known && takeMessages(known, messages));
}
