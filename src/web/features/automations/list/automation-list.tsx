import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { PAUSE_REASONS } from '../automation-texts.ts';
import type { AutomationsSearch } from '../automations-search.ts';
import { automationsQuery } from '../calls/automations.query.ts';
import type { AutomationSummary } from '../model/automation-types.ts';
import { RunState } from '../runs/run-state.tsx';
import { useTriggerText } from '../trigger-text.tsx';
import { NoAutomations } from './no-automations.tsx';

/** What runs by itself: when, with what result, at what cost. */
export function AutomationList({ search }: { readonly search: AutomationsSearch }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const list = useInfiniteQuery(automationsQuery(mandate.id, search));
  const columns = useColumns();
  if (list.error && !list.data) return <ProblemBlock error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton className="h-64 w-full" />;
  const rows = list.data.pages.flatMap(({ automations }) => automations);
  if (rows.length === 0)
    return <NoAutomations isNarrowed={search.q !== undefined || search.status !== undefined} />;
  return (
    <>
      <ShortTable label={t`Automations`} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <LoadMore list={list} shown={rows.length} />
    </>
  );
}

function useColumns(): readonly Column<AutomationSummary>[] {
  const { t } = useLingui();
  const triggerText = useTriggerText();
  return [
    {
      id: 'name',
      title: t`Name`,
      isRowTitle: true,
      className: 'min-w-44',
      cell: (row) => (
        <>
          <Link
            to="/automations/$automationId"
            params={{ automationId: row.id }}
            className="font-medium text-accent hover:underline"
          >
            {row.name}
          </Link>
          <span className="block text-muted text-sm">
            {row.owner.name} · {triggerText(row.trigger)}
          </span>
        </>
      ),
    },
    { id: 'next', title: t`Next run`, cell: (row) => <NextRun automation={row} />, className: 'min-w-36' },
    {
      id: 'last',
      title: t`Last run`,
      cell: ({ lastRun }) => <LastRun run={lastRun} />,
      className: 'min-w-36',
    },
    {
      id: 'cost',
      title: t`This month`,
      align: 'end',
      cell: ({ thisMonthChf, monthLimitChf }) => (
        <>
          <Money chf={thisMonthChf} />
          {monthLimitChf !== null && (
            <span className="block whitespace-nowrap text-muted text-sm">
              <Trans>
                of <Money chf={monthLimitChf} />
              </Trans>
            </span>
          )}
        </>
      ),
    },
  ];
}

function NextRun({ automation }: { readonly automation: AutomationSummary }): ReactElement {
  const { t } = useLingui();
  const { nextRunAt, status, pausedBecause } = automation;
  if (status === 'paused')
    return (
      <>
        <Badge tone="warn">
          <Trans>paused</Trans>
        </Badge>
        {pausedBecause !== null && (
          <span className="block text-muted text-sm">{t(PAUSE_REASONS[pausedBecause])}</span>
        )}
      </>
    );
  return nextRunAt === null ? <span className="text-muted">–</span> : <span>{timeText(nextRunAt)}</span>;
}

function LastRun({ run }: { readonly run: AutomationSummary['lastRun'] }): ReactElement {
  if (!run)
    return (
      <span className="text-muted">
        <Trans>none yet</Trans>
      </span>
    );
  return (
    <>
      <RunState state={run.state} />
      <span className="block text-muted text-sm">{timeText(run.createdAt)}</span>
    </>
  );
}
