import { useActing } from '#web/features/me/use-acting.ts';
import { focusComposer } from './composer/focus-composer.ts';
import type { TurnDeeds } from './messages/turn-deeds.ts';
import { isBeingMade, type LiveConversation } from './model/chat-events.ts';
import { isAnswer } from './model/chat-types.ts';
import type { Composing } from './use-composing.ts';
import { useTalk } from './use-talk.ts';

/** What can be done with messages and at their foot; while something is being made it can only be stopped. */
export function useTurnDeeds(conversation: LiveConversation | undefined, composing: Composing) {
  const { mandate } = useActing();
  const { asked, estimate, said } = composing;
  const { say, again, stop } = useTalk(mandate.id, conversation?.id, composing.systemPrompt);
  const running = (conversation?.messages ?? []).filter(isAnswer).filter(isBeingMade);
  const isSending = say.isPending || again.isPending;
  const isBusy = isSending || running.length > 0;
  const deeds: TurnDeeds = {
    place: { mandateId: mandate.id, conversationId: conversation?.id ?? '' },
    asked,
    stop: (answer) => stop.mutate([answer]),
    again: isBusy
      ? undefined
      : (message, others) => again.mutate({ message, asked: others }, { onSuccess: focusComposer }),
    edit: isBusy
      ? undefined
      : ({ parentId, files }, text) =>
          say.mutate({
            said: { parentId, text, fileIds: files.map(({ id }) => id) },
            asked,
            estimates: undefined,
            onSent: focusComposer,
          }),
  };
  const dock = {
    errors: [say.error, again.error, stop.error, composing.savePrompt.error],
    isSending,
    onSend: () => say.mutate({ said, asked, estimates: estimate.estimates, onSent: composing.clear }),
    onStop: running.length > 0 ? () => stop.mutate(running) : undefined,
  };
  return { deeds, dock };
}
