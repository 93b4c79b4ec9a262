import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { chatModelsQuery } from './calls/chat-models.query.ts';
import { conversationQuery } from './calls/conversation.query.ts';
import { useConversationStream } from './live/use-conversation-stream.ts';
import { modelEntries } from './model/model-entries.ts';
import { TalkView } from './talk-view.tsx';

/** The conversation of the address, or the beginning of a new one. */
export function ConversationPane({
  conversationId,
}: {
  readonly conversationId: string | undefined;
}): ReactElement {
  const { mandate } = useActing();
  const models = useQuery(chatModelsQuery(mandate.id));
  const conversation = useQuery({
    ...conversationQuery(mandate.id, conversationId ?? ''),
    enabled: conversationId !== undefined,
  });
  // Before it is read there is nothing to which the stream could add.
  const streamState = useConversationStream(conversation.data && conversationId);
  const error = models.error ?? conversation.error;
  const isMissing = !models.data || (conversationId !== undefined && !conversation.data);
  if (isMissing && error)
    return (
      <ProblemBlock
        error={error}
        retry={() => void Promise.all([models.refetch(), conversationId && conversation.refetch()])}
      />
    );
  if (!models.data || isMissing)
    return (
      <div className="flex flex-col gap-4">
        <Skeleton className="ml-auto h-16 w-2/3 rounded-2xl" />
        <Skeleton className="h-64 w-full rounded-2xl" />
      </div>
    );
  const entries = modelEntries(models.data);
  // What was said before stays to be read.
  if (entries.length === 0 && conversationId === undefined)
    return (
      <p className="rounded-xl border border-line bg-sunken p-4">
        <Trans>
          There is no model that you may use. An administrator of the mandate decides which roles may use
          which models; the operator connects providers.
        </Trans>
      </p>
    );
  return (
    <TalkView
      key={conversationId ?? 'new'}
      conversation={conversationId === undefined ? undefined : conversation.data}
      entries={entries}
      streamState={streamState}
    />
  );
}
