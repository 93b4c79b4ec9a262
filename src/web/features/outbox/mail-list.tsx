import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { MAIL_KIND_WORDS, MAIL_STATE_WORDS } from './mail-words.ts';
import { type OutboxMail, outboxQuery } from './outbox.query.ts';
import type { OutboxSearch } from './outbox-search.ts';

/** Mails with their state; each leads to its text. */
export function MailList({ search }: { readonly search: OutboxSearch }): ReactElement {
  const { t } = useLingui();
  const mails = useInfiniteQuery(outboxQuery(search.state));
  if (mails.isPending) return <Skeleton className="h-96 w-full" />;
  if (mails.data === undefined)
    return <ProblemBlock error={mails.error} retry={() => void mails.refetch()} />;
  const rows = mails.data.pages.flatMap((page) => page.mails);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>No mails</Trans>}>
        {search.state === undefined ? (
          <Trans>Invitations, links for new passwords and alarms appear here.</Trans>
        ) : (
          <Trans>None is in this state. Choose all to see the others.</Trans>
        )}
      </EmptyBlock>
    );
  const columns: readonly Column<OutboxMail>[] = [
    {
      id: 'subject',
      title: <Trans>Subject</Trans>,
      isRowTitle: true,
      className: 'min-w-48',
      cell: ({ id, subject }) => (
        <Link
          to="/admin/outbox"
          search={(old) => ({ ...old, mail: id })}
          resetScroll={false}
          className="break-words font-medium text-accent underline-offset-4 hover:underline"
        >
          {subject}
        </Link>
      ),
    },
    {
      id: 'to',
      title: <Trans>To</Trans>,
      className: 'min-w-44',
      cell: ({ to }) => <span className="break-all">{to}</span>,
    },
    { id: 'kind', title: <Trans>Kind</Trans>, cell: ({ kind }) => t(MAIL_KIND_WORDS[kind]) },
    { id: 'state', title: <Trans>State</Trans>, cell: (mail) => <MailStateText mail={mail} /> },
    {
      id: 'at',
      title: <Trans>Time</Trans>,
      align: 'end',
      cell: ({ createdAt }) => <span className="figures whitespace-nowrap">{timeText(createdAt)}</span>,
    },
  ];
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <ShortTable label={t`Mails`} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <LoadMore list={mails} shown={rows.length} />
    </section>
  );
}

/** The state in a word, and of one that is tried again how often it was. */
export function MailStateText({ mail }: { readonly mail: OutboxMail }): ReactElement {
  const { t } = useLingui();
  const { text, tone } = MAIL_STATE_WORDS[mail.state];
  const { attempts } = mail;
  return (
    <span className="inline-flex flex-col items-start gap-0.5">
      <Badge tone={tone}>{t(text)}</Badge>
      {attempts > 0 && mail.state !== 'sent' && (
        <span className="whitespace-nowrap text-muted text-xs">
          <Trans>tried {attempts} ×</Trans>
        </span>
      )}
    </span>
  );
}
