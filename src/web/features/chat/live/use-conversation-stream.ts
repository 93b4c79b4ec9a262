import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { conversationQuery } from '../calls/conversation.query.ts';
import { applyEvent } from '../model/chat-events.ts';
import { ConversationStream, type StreamState } from './conversation-stream.ts';

/** Keeps a conversation fresh while somebody looks at it. Says whether what is shown is live. */
export function useConversationStream(conversationId: string | undefined): StreamState {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  useEffect(() => {
    if (conversationId === undefined) return undefined;
    const { queryKey } = conversationQuery(mandate.id, conversationId);
    const readAnew = () => void queryClient.invalidateQueries({ queryKey });
    const stream = new ConversationStream({
      mandateId: mandate.id,
      conversationId,
      onState: setState,
      // What has ended while nobody listened is not told again.
      onConnected: (isFirst) => {
        if (!isFirst || queryClient.getQueryData(queryKey)?.isRunning === true) readAnew();
      },
      onEvents: (events) => {
        queryClient.setQueryData(queryKey, (known) => known && events.reduce(applyEvent, known));
        const hasEnded = events.some(({ event, data }) => event === 'answer' && data.state !== 'running');
        // In the list its place and its charge have changed.
        if (hasEnded) void queryClient.invalidateQueries({ queryKey: ['conversations', mandate.id] });
      },
    });
    stream.open();
    const hurry = () => stream.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      stream.close();
    };
  }, [conversationId, mandate.id, queryClient]);
  return state;
}
