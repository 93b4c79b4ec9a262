import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { MAIL_STATE_WORDS } from '../outbox/mail-words.ts';
import { DELIVERY_WORDS, NOTICE_WORDS } from './notice-words.ts';
import { type Notice, noticesQuery } from './notices.query.ts';

/** What the mandate was warned of, who was told, and whether it has reached them. */
export function NoticeList(): ReactElement {
  const { mandate } = useActing();
  const notices = useInfiniteQuery(noticesQuery(mandate.id));
  const rows = notices.data?.pages.flatMap((page) => page.notices);
  return (
    <Panel
      title={<Trans>Warnings so far</Trans>}
      lead={
        <Trans>Each time that a line is crossed, once. What is held for running calls does not count.</Trans>
      }
    >
      {rows === undefined ? (
        notices.error ? (
          <ProblemBlock error={notices.error} retry={() => void notices.refetch()} />
        ) : (
          <Skeleton className="h-36 w-full" />
        )
      ) : rows.length === 0 ? (
        <EmptyBlock title={<Trans>No warnings yet</Trans>}>
          <Trans>The balance has not fallen below a warning line.</Trans>
        </EmptyBlock>
      ) : (
        <>
          <NoticeTable rows={rows} />
          <LoadMore list={notices} shown={rows.length} />
        </>
      )}
    </Panel>
  );
}

function NoticeTable({ rows }: { readonly rows: readonly Notice[] }): ReactElement {
  const { t } = useLingui();
  const columns: readonly Column<Notice>[] = [
    {
      id: 'at',
      title: <Trans>Time</Trans>,
      isRowTitle: true,
      cell: ({ at }) => <span className="figures whitespace-nowrap">{timeText(at)}</span>,
    },
    {
      id: 'kind',
      title: <Trans>Balance</Trans>,
      cell: ({ kind, userName }) => (
        <span className="flex flex-col items-start gap-0.5">
          <Badge tone={NOTICE_WORDS[kind].tone}>{t(NOTICE_WORDS[kind].text)}</Badge>
          {userName !== undefined && <span className="text-muted text-sm">{userName}</span>}
        </span>
      ),
    },
    {
      id: 'left',
      title: <Trans>Left</Trans>,
      align: 'end',
      cell: ({ leftChf }) => (
        <span className="figures whitespace-nowrap">
          {moneyText(nanoOf(leftChf), { decimals: 2, rounding: 'down' })}
        </span>
      ),
    },
    {
      id: 'threshold',
      title: <Trans>Warning line</Trans>,
      align: 'end',
      cell: ({ thresholdChf }) => (
        <span className="figures whitespace-nowrap">{moneyText(nanoOf(thresholdChf))}</span>
      ),
    },
    {
      id: 'told',
      title: <Trans>Told</Trans>,
      className: 'min-w-56',
      cell: (notice) => <Told notice={notice} />,
    },
  ];
  return <ShortTable label={t`List of warnings`} columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

function Told({ notice }: { readonly notice: Notice }): ReactElement {
  const { t } = useLingui();
  const { state, dueAt, mails, delivery } = notice;
  const due = timeText(dueAt);
  if (state === 'waiting')
    return (
      <span className="text-muted">
        <Trans>not yet: at {due}, if it is still so</Trans>
      </span>
    );
  if (state === 'dropped')
    return (
      <span className="text-muted">
        <Trans>nobody: it was over before</Trans>
      </span>
    );
  if (mails.length === 0 && !delivery)
    return (
      <span className="text-muted">
        <Trans>on the pages</Trans>
      </span>
    );
  return (
    <ul className="flex flex-col gap-1">
      {mails.map((mail) => (
        <li key={mail.to} className="flex flex-wrap items-center gap-x-2">
          <span className="break-all">{mail.to}</span>
          <Badge tone={MAIL_STATE_WORDS[mail.state].tone}>{t(MAIL_STATE_WORDS[mail.state].text)}</Badge>
        </li>
      ))}
      {delivery && (
        <li className="flex flex-wrap items-center gap-x-2">
          <Trans>Webhook</Trans>
          <Badge tone={DELIVERY_WORDS[delivery.state].tone}>{t(DELIVERY_WORDS[delivery.state].text)}</Badge>
        </li>
      )}
    </ul>
  );
}
