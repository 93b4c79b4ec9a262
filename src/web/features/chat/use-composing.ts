import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { keepText } from '#web/lib/kept-text.ts';
import { type Asked, type ChatPlace, changeConversation, type Said } from './calls/chat-calls.ts';
import { conversationQuery } from './calls/conversation.query.ts';
import { draftConversation } from './composer/draft-conversation.ts';
import { useAttaching } from './composer/use-attaching.ts';
import { useDraftText } from './composer/use-draft-text.ts';
import { useEstimate } from './composer/use-estimate.ts';
import { firstAsked, KEPT_MODELS } from './model/asking.ts';
import type { Turn } from './model/branch-of.ts';
import type { LiveConversation } from './model/chat-events.ts';
import { modelKey } from './model/chat-types.ts';
import type { ModelEntry } from './model/model-entries.ts';

/** What is being written: text, files, who is asked and how; and what it would cost. */
export function useComposing(
  conversation: LiveConversation | undefined,
  turns: readonly Turn[],
  entries: readonly ModelEntry[],
) {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [text, setText] = useDraftText(mandate.id, conversation?.id);
  const attaching = useAttaching(mandate.id);
  const [asked, setAsked] = useState(() => firstAsked(turns, entries));
  const [systemPrompt, setSystemPrompt] = useState(conversation?.systemPrompt ?? '');
  const savePrompt = useMutation({
    mutationFn: async (prompt: string) => {
      if (!conversation) return;
      const place = { mandateId: mandate.id, conversationId: conversation.id };
      await changeConversation(place, { systemPrompt: prompt });
      const { queryKey } = conversationQuery(mandate.id, conversation.id);
      queryClient.setQueryData(queryKey, (known) => known && { ...known, systemPrompt: prompt });
    },
    onSuccess: (_, prompt) => setSystemPrompt(prompt),
  });
  const fileIds = attaching.files.map(({ id }) => id);
  const said: Said = { parentId: parentAfter(turns), text, fileIds };
  return {
    ...{ text, setText, attaching, asked, said, systemPrompt, savePrompt },
    setAsked: (changed: Asked) => {
      setAsked(changed);
      keepText(KEPT_MODELS, changed.models.map(modelKey).join('\n') || undefined);
    },
    estimate: useEstimate(mandate.id, conversation?.id, said, asked, systemPrompt),
    place: async (): Promise<ChatPlace> => ({
      mandateId: mandate.id,
      conversationId: conversation?.id ?? (await draftConversation(queryClient, mandate.id, systemPrompt)),
    }),
    clear: () => {
      setText('');
      attaching.clear();
    },
  };
}

export type Composing = ReturnType<typeof useComposing>;

/** The answer that the next message follows. After a message without one, the next is another version of it. */
function parentAfter(turns: readonly Turn[]): string | null {
  const last = turns.at(-1);
  if (!last) return null;
  return last.chosen?.id ?? last.message.parentId;
}
