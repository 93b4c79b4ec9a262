import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { MAIL_STATE_WORDS } from '#web/features/outbox/mail-words.ts';
import { timeText } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { ReportStateText } from './report-words.tsx';
import { type Report, reportsQuery } from './reports.query.ts';

/** The reports of each month with the mails that they became; each leads to what it says. */
export function ReportList(): ReactElement {
  const { t, i18n } = useLingui();
  const { mandate } = useActing();
  const reports = useInfiniteQuery(reportsQuery(mandate.id));
  if (reports.isPending) return <Skeleton className="h-72 w-full" />;
  if (reports.data === undefined)
    return <ProblemBlock error={reports.error} retry={() => void reports.refetch()} />;
  const rows = reports.data.pages.flatMap((page) => page.reports);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>No reports yet</Trans>}>
        <Trans>The first one comes on the first of the next month, at 06:15.</Trans>
      </EmptyBlock>
    );
  const columns: readonly Column<Report>[] = [
    {
      id: 'month',
      title: <Trans>Month</Trans>,
      isRowTitle: true,
      cell: ({ month, userId, userName }) => (
        <Link
          to="/billing/settings/reports"
          search={(old) => ({ ...old, month, of: userId })}
          resetScroll={false}
          className="font-medium text-accent underline-offset-4 hover:underline"
        >
          {monthText(month, i18n.locale)}
          {userName !== undefined && `, ${userName}`}
        </Link>
      ),
    },
    { id: 'state', title: <Trans>State</Trans>, cell: (report) => <ReportStateText report={report} /> },
    { id: 'mails', title: <Trans>Mails</Trans>, cell: (report) => <Mails report={report} /> },
  ];
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <ShortTable label={t`Monthly reports`} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <LoadMore list={reports} shown={rows.length} />
    </section>
  );
}

/** To whom, when, and whether it has arrived at the mail server. */
function Mails({ report }: { readonly report: Report }): ReactElement {
  const { t } = useLingui();
  if (report.mails.length === 0) return <span className="text-muted">–</span>;
  return (
    <ul className="flex flex-col gap-1">
      {report.mails.map(({ id, to, state, writtenAt, sentAt }) => (
        <li key={id} className="break-all">
          {to}{' '}
          <span className="text-muted text-xs">
            {t(MAIL_STATE_WORDS[state].text)},{' '}
            <span className="figures">{timeText(sentAt ?? writtenAt)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
