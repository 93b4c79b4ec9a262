import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ApiCallDialog } from './api-call-dialog.tsx';
import { ComposerDock } from './composer/composer-dock.tsx';
import { focusComposer } from './composer/focus-composer.ts';
import { ModelPicker } from './composer/model-picker.tsx';
import { ConversationSum } from './conversation-sum.tsx';
import { ExamplePrompts } from './example-prompts.tsx';
import type { StreamState } from './live/conversation-stream.ts';
import { TurnView } from './messages/turn-view.tsx';
import { apiChatOf } from './model/api-chat-of.ts';
import { branchOf } from './model/branch-of.ts';
import type { LiveConversation } from './model/chat-events.ts';
import type { ModelEntry } from './model/model-entries.ts';
import { useAnnouncement } from './use-announcement.ts';
import { useChatSearch } from './use-chat-search.ts';
import { useComposing } from './use-composing.ts';
import { useFollow } from './use-follow.ts';
import { useTurnDeeds } from './use-turn-deeds.ts';

/** A conversation, and where its next message is written. */
export function TalkView({
  conversation,
  entries,
  streamState,
}: {
  readonly conversation: LiveConversation | undefined;
  readonly entries: readonly ModelEntry[];
  readonly streamState: StreamState;
}): ReactElement {
  const { t } = useLingui();
  const { search, change } = useChatSearch();
  const messages = conversation?.messages ?? [];
  const turns = branchOf(messages, search.leaf);
  const composing = useComposing(conversation, turns, entries);
  const announcement = useAnnouncement(conversation);
  useFollow(messages, conversation?.id);
  const { asked } = composing;
  const { deeds, dock } = useTurnDeeds(conversation, composing);
  const apiChat =
    search.dialog === 'api' && conversation ? apiChatOf(conversation, search.of, asked) : undefined;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-6">
      {conversation && messages.length > 0 ? (
        <>
          <ConversationSum conversation={conversation} streamState={streamState} />
          <ol aria-label={t`Messages`} className="flex flex-col gap-8">
            {turns.map((turn) => (
              <TurnView key={turn.message.id} turn={turn} conversation={conversation} deeds={deeds} />
            ))}
          </ol>
        </>
      ) : (
        <ExamplePrompts
          onChoose={(text) => {
            composing.setText(text);
            focusComposer();
          }}
        />
      )}
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <ComposerDock composing={composing} entries={entries} {...dock} />
      {search.dialog === 'models' && (
        <ModelPicker
          chosen={asked.models}
          onChange={(models) => composing.setAsked({ ...asked, models })}
          onClose={() => change({ dialog: undefined })}
        />
      )}
      {apiChat && (
        <ApiCallDialog chat={apiChat} onClose={() => change({ dialog: undefined, of: undefined })} />
      )}
    </div>
  );
}
