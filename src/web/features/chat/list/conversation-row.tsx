import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { MenuButton, MenuEntry } from '#web/ui/menu-button.tsx';
import { Money } from '#web/ui/money.tsx';
import type { ConversationSummary } from '../model/chat-types.ts';
import { useChatSearch } from '../use-chat-search.ts';

/** A conversation of the list: what it is about, when it was touched, what it has cost. */
export function ConversationRow({
  conversation,
  isPresent,
}: {
  readonly conversation: ConversationSummary;
  readonly isPresent: boolean;
}): ReactElement {
  const { t } = useLingui();
  const { search, change } = useChatSearch();
  const { id, title, isRunning, updatedAt, chargedChf } = conversation;
  return (
    <li className={`flex items-center rounded-lg pr-1 ${isPresent ? 'bg-accent-soft' : 'hover:bg-sunken'}`}>
      <Link
        to="/chat/$conversationId"
        params={{ conversationId: id }}
        search={{ q: search.q }}
        aria-current={isPresent ? 'page' : undefined}
        className="min-w-0 flex-1 rounded-lg px-3 py-1.5 outline-offset-[-2px]"
      >
        <span className={`block truncate ${isPresent ? 'font-medium text-accent-strong' : ''}`}>{title}</span>
        <span className="figures flex flex-wrap items-center gap-x-2 text-muted text-xs">
          <span>{timeText(updatedAt)}</span>
          <Money chf={chargedChf} />
          {isRunning && (
            <Badge tone="accent">
              <Trans>Running</Trans>
            </Badge>
          )}
        </span>
      </Link>
      <MenuButton
        label={t`More about ${title}`}
        button={<Ellipsis aria-hidden className="size-4" />}
        className="inline-flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-surface hover:text-ink"
      >
        <MenuEntry icon={Pencil} text={t`Rename`} onAction={() => change({ dialog: 'rename', of: id })} />
        <MenuEntry icon={Trash2} text={t`Delete`} onAction={() => change({ dialog: 'delete', of: id })} />
      </MenuButton>
    </li>
  );
}
