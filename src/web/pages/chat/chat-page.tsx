import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Download, Ellipsis, MessagesSquare, Pencil, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { exportOf } from '#web/features/chat/calls/chat-calls.ts';
import { conversationQuery } from '#web/features/chat/calls/conversation.query.ts';
import { ConversationPane } from '#web/features/chat/conversation-pane.tsx';
import {
  DeleteConversationDialog,
  RenameConversationDialog,
} from '#web/features/chat/list/conversation-dialogs.tsx';
import { ConversationDrawer } from '#web/features/chat/list/conversation-drawer.tsx';
import { ConversationList } from '#web/features/chat/list/conversation-list.tsx';
import { branchOf, leafOf } from '#web/features/chat/model/branch-of.ts';
import type { LiveConversation } from '#web/features/chat/model/chat-events.ts';
import { useChatSearch } from '#web/features/chat/use-chat-search.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { MenuButton, MenuEntry } from '#web/ui/menu-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const RESOURCE = 'resource.workflows.chat';

/** Asks models, shows what that costs, and keeps what was said. */
export function ChatPage(): ReactElement {
  const { mandate, may } = useActing();
  const { conversationId, search, change } = useChatSearch();
  if (!may(RESOURCE))
    return (
      <>
        <PageHeader title={<Trans>Chat</Trans>} />
        <NoPermissionBlock resource={RESOURCE} />
      </>
    );
  const of = search.of ?? conversationId;
  const close = () => change({ dialog: undefined, of: undefined });
  return (
    <>
      <ChatHeader conversationId={conversationId} />
      <div className="grid gap-6 lg:grid-cols-[16.5rem_minmax(0,1fr)]">
        <div className="hidden lg:block">
          <div className="sticky top-20 max-h-[calc(100dvh-6rem)] overflow-y-auto p-1">
            <ConversationList />
          </div>
        </div>
        <div className="flex min-h-[calc(100dvh-14.5rem)] min-w-0 flex-col">
          <ConversationPane key={mandate.id} conversationId={conversationId} />
        </div>
      </div>
      {search.list === 'open' && <ConversationDrawer onClose={() => change({ list: undefined })} />}
      {search.dialog === 'rename' && of !== undefined && (
        <RenameConversationDialog conversationId={of} onClose={close} />
      )}
      {search.dialog === 'delete' && of !== undefined && (
        <DeleteConversationDialog conversationId={of} onClose={close} />
      )}
    </>
  );
}

function ChatHeader({ conversationId }: { readonly conversationId: string | undefined }): ReactElement {
  const { mandate } = useActing();
  const { change } = useChatSearch();
  const conversation = useQuery({
    ...conversationQuery(mandate.id, conversationId ?? ''),
    enabled: conversationId !== undefined,
  });
  const title = conversationId === undefined ? '' : (conversation.data?.title ?? '');
  return (
    <PageHeader
      title={title === '' ? <Trans>Chat</Trans> : title}
      actions={
        <>
          <Button className="lg:hidden" onPress={() => change({ list: 'open' })}>
            <MessagesSquare aria-hidden className="size-4" />
            <Trans>Conversations</Trans>
          </Button>
          <CopyLinkButton />
          {conversation.data && <ConversationMenu conversation={conversation.data} />}
        </>
      }
    />
  );
}

function ConversationMenu({ conversation }: { readonly conversation: LiveConversation }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { search, change } = useChatSearch();
  const { id, messages } = conversation;
  const leaf = leafOf(branchOf(messages, search.leaf));
  const address = exportOf({ mandateId: mandate.id, conversationId: id }, leaf);
  return (
    <MenuButton
      label={t`More about this conversation`}
      button={<Ellipsis aria-hidden className="size-[1.15rem]" />}
      className="inline-flex size-9 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
    >
      <MenuEntry icon={Pencil} text={t`Rename`} onAction={() => change({ dialog: 'rename', of: id })} />
      <MenuEntry
        icon={Download}
        text={t`Export as Markdown`}
        onAction={() => window.location.assign(address)}
      />
      <MenuEntry
        icon={Trash2}
        text={t`Delete`}
        isApart
        onAction={() => change({ dialog: 'delete', of: id })}
      />
    </MenuButton>
  );
}
