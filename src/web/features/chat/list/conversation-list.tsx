import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { FindField } from '#web/ui/find-field.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { conversationsQuery } from '../calls/conversations.query.ts';
import { focusComposer } from '../composer/focus-composer.ts';
import { useChatSearch } from '../use-chat-search.ts';
import { ConversationRow } from './conversation-row.tsx';

/** One's own conversations, the newest first, with a way to begin another. */
export function ConversationList(): ReactElement {
  const { t } = useLingui();
  const { conversationId, search, change } = useChatSearch();
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <Link
        to="/chat"
        search={{ q: search.q }}
        onClick={focusComposer}
        aria-current={conversationId === undefined ? 'page' : undefined}
        className={buttonClass('secondary')}
      >
        <Plus aria-hidden className="size-4" />
        <Trans>New conversation</Trans>
      </Link>
      <FindField
        label={t`Find a conversation`}
        value={search.q ?? ''}
        onChange={(q) => change({ q: q === '' ? undefined : q }, true)}
      />
      <ListedConversations />
    </div>
  );
}

function ListedConversations(): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { conversationId, search } = useChatSearch();
  const list = useInfiniteQuery(conversationsQuery(mandate.id, search.q));
  if (!list.data)
    return list.error ? (
      <ProblemBlock error={list.error} retry={() => void list.refetch()} />
    ) : (
      <Skeleton className="h-48 w-full" />
    );
  const conversations = list.data.pages.flatMap((page) => page.conversations);
  if (conversations.length === 0)
    return search.q === undefined ? (
      <EmptyBlock title={<Trans>No conversations yet</Trans>} />
    ) : (
      <EmptyBlock title={<Trans>Nothing found</Trans>}>
        <Trans>Titles are searched, not what was said.</Trans>
      </EmptyBlock>
    );
  return (
    <nav aria-label={t`Conversations`} className="min-h-0">
      <ul className="flex flex-col gap-0.5">
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            isPresent={conversation.id === conversationId}
          />
        ))}
      </ul>
      {list.hasNextPage && <LoadMore list={list} shown={conversations.length} />}
    </nav>
  );
}
