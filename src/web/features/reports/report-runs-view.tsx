import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { countText } from '#kernel/share-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { ReportStateText } from './report-words.tsx';
import { type ReportRuns, reportRunsQuery } from './reports.query.ts';

type Run = ReportRuns['months'][number];
type Problem = ReportRuns['problems'][number];

/** The months with how many reports are made, and those that could not be. */
export function ReportRunsView(): ReactElement {
  const runs = useQuery(reportRunsQuery);
  if (runs.isPending) return <Skeleton className="h-72 w-full" />;
  if (runs.data === undefined) return <ProblemBlock error={runs.error} retry={() => void runs.refetch()} />;
  return (
    <div className="flex flex-col gap-6">
      <Months months={runs.data.months} />
      <Problems problems={runs.data.problems} />
    </div>
  );
}

function Months({ months }: { readonly months: readonly Run[] }): ReactElement {
  const { t, i18n } = useLingui();
  const count = (of: (run: Run) => number) => (run: Run) => (
    <span className="figures">{countText(of(run))}</span>
  );
  const columns: readonly Column<Run>[] = [
    {
      id: 'month',
      title: <Trans>Month</Trans>,
      isRowTitle: true,
      cell: ({ month }) => monthText(month, i18n.locale),
    },
    { id: 'sent', title: <Trans>Sent</Trans>, align: 'end', cell: count(({ sent }) => sent) },
    { id: 'due', title: <Trans>Still due</Trans>, align: 'end', cell: count(({ due }) => due) },
    { id: 'skipped', title: <Trans>Not wanted</Trans>, align: 'end', cell: count(({ skipped }) => skipped) },
    { id: 'failed', title: <Trans>Failed</Trans>, align: 'end', cell: count(({ failed }) => failed) },
    {
      id: 'planned',
      title: <Trans>Begun</Trans>,
      align: 'end',
      cell: ({ plannedAt }) => <span className="figures whitespace-nowrap">{timeText(plannedAt)}</span>,
    },
  ];
  return (
    <Panel title={<Trans>By month</Trans>}>
      <ShortTable label={t`Reports by month`} columns={columns} rows={months} rowKey={({ month }) => month} />
    </Panel>
  );
}

function Problems({ problems }: { readonly problems: readonly Problem[] }): ReactElement {
  const { t, i18n } = useLingui();
  const columns: readonly Column<Problem>[] = [
    {
      id: 'mandate',
      title: <Trans>Mandate</Trans>,
      isRowTitle: true,
      cell: ({ mandateName, userName }) =>
        userName === undefined ? mandateName : `${mandateName}, ${userName}`,
    },
    { id: 'month', title: <Trans>Month</Trans>, cell: ({ month }) => monthText(month, i18n.locale) },
    { id: 'state', title: <Trans>State</Trans>, cell: (problem) => <ReportStateText report={problem} /> },
    {
      id: 'error',
      title: <Trans>Last error</Trans>,
      cell: ({ lastError }) => <span className="break-words text-bad">{lastError}</span>,
    },
    {
      id: 'next',
      title: <Trans>Next attempt</Trans>,
      align: 'end',
      cell: ({ nextAttemptAt }) => (
        <span className="figures whitespace-nowrap">
          {nextAttemptAt === undefined ? '–' : timeText(nextAttemptAt)}
        </span>
      ),
    },
  ];
  return (
    <Panel title={<Trans>What could not be made</Trans>}>
      {problems.length === 0 ? (
        <p className="text-muted">
          <Trans>Nothing: every report was made.</Trans>
        </p>
      ) : (
        <ShortTable
          label={t`What could not be made`}
          columns={columns}
          rows={problems}
          rowKey={({ mandateId, userName, month }) => `${mandateId}/${userName}/${month}`}
        />
      )}
    </Panel>
  );
}
