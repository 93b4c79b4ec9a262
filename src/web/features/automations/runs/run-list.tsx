import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { timeText } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { RUN_STATES, TRIGGERS } from '../automation-texts.ts';
import { runsQuery } from '../calls/automations.query.ts';
import type { Automation, Run } from '../model/automation-types.ts';
import { durationText } from '../model/duration-text.ts';
import { useAutomationSearch } from '../use-automation-search.ts';
import { RunState } from './run-state.tsx';

const STATES = Object.keys(RUN_STATES) as Run['state'][];

/** What an automation has done: when, by which model, for how much. */
export function RunList({ automation }: { readonly automation: Automation }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { search, change } = useAutomationSearch();
  const list = useInfiniteQuery(runsQuery(mandate.id, automation.id, search.runState));
  const columns = useColumns();
  const rows = list.data?.pages.flatMap(({ runs }) => runs);
  return (
    <div className="flex flex-col gap-4">
      <div className="max-w-56">
        <SelectField
          label={<Trans>State</Trans>}
          choices={[
            { value: 'all', label: t`all` },
            ...STATES.map((value) => ({ value, label: t(RUN_STATES[value].text) })),
          ]}
          value={STATES.find((state) => state === search.runState) ?? 'all'}
          onChange={(state) => change({ runState: state === 'all' ? undefined : state })}
        />
      </div>
      {rows ? (
        rows.length === 0 ? (
          <EmptyBlock
            title={search.runState === undefined ? t`It has not run yet.` : t`No run is like this.`}
          />
        ) : (
          <div>
            <ShortTable label={t`Runs`} columns={columns} rows={rows} rowKey={({ id }) => id} />
            <LoadMore list={list} shown={rows.length} />
          </div>
        )
      ) : list.error ? (
        <ProblemBlock error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </div>
  );
}

function useColumns(): readonly Column<Run>[] {
  const { t } = useLingui();
  return [
    {
      id: 'at',
      title: t`Run`,
      isRowTitle: true,
      className: 'min-w-40',
      cell: (run) => (
        <>
          <Link
            to="."
            search={(old: object) => ({ ...old, run: run.id })}
            resetScroll={false}
            className="font-medium text-accent hover:underline"
          >
            {timeText(run.createdAt)}
          </Link>
          <span className="block text-muted text-sm">{t(TRIGGERS[run.trigger])}</span>
        </>
      ),
    },
    { id: 'state', title: t`State`, cell: ({ state }) => <RunState state={state} /> },
    { id: 'model', title: t`Model`, className: 'min-w-36', cell: (run) => <Answered run={run} /> },
    {
      id: 'duration',
      title: t`Duration`,
      align: 'end',
      cell: ({ startedAt, endedAt }) => (
        <span className="figures whitespace-nowrap">{durationText(startedAt, endedAt) ?? '–'}</span>
      ),
    },
    { id: 'cost', title: t`Cost`, align: 'end', cell: ({ chargedChf }) => <Money chf={chargedChf} /> },
  ];
}

/** Which one answered, and how many were asked in vain before. */
function Answered({ run: { attempts } }: { readonly run: Run }): ReactElement {
  const last = attempts.at(-1);
  if (!last) return <span className="text-muted">–</span>;
  const inVain = attempts.length - 1;
  return (
    <>
      <span className="break-words">{last.model.model}</span>
      {inVain > 0 && (
        <span className="block text-muted text-sm">
          <Plural value={inVain} one="after # other" other="after # others" />
        </span>
      )}
    </>
  );
}
