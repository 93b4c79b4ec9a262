import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { StreamState } from './live/conversation-stream.ts';
import { StreamNote } from './live/stream-note.tsx';
import type { LiveConversation } from './model/chat-events.ts';
import { isAnswer } from './model/chat-types.ts';
import { sumChf } from './model/money-sum.ts';

/** What all branches of a conversation have cost by now, whether it is live, and how long it is kept. */
export function ConversationSum({
  conversation,
  streamState,
}: {
  readonly conversation: LiveConversation;
  readonly streamState: StreamState;
}): ReactElement {
  const sum = sumChf(conversation.messages.filter(isAnswer).map(({ cost }) => cost.chargedChf));
  const { keptUntil } = conversation;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
      <span>
        <Trans>
          This conversation: <Money chf={sum} className="font-medium text-ink" /> charged
        </Trans>
      </span>
      <StreamNote state={streamState} />
      {keptUntil !== null && (
        <span>
          <Trans>kept until {dayText(zurichDay(keptUntil))}</Trans>
        </span>
      )}
    </p>
  );
}
