import { Trans, useLingui } from '@lingui/react/macro';
import { ChartColumnStacked, Download, Table2 } from 'lucide-react';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { rangeText } from '#web/lib/days/range-text.ts';
import { Button } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { FilterChips } from '../spend/filter-chips.tsx';
import { useGroupName } from '../spend/group-name.ts';
import { writePick } from '../spend/picked-days.ts';
import { bucketsIn, totalOf } from '../spend/spend-sums.ts';
import { type SpendView, useStatistics } from '../spend/spend-view.ts';
import type { Statistics } from '../spend/statistics.query.ts';
import { useOverviewSearch } from '../spend/use-overview.ts';
import { ChartControls } from './chart-controls.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { ChartPicture } from './chart-picture.tsx';
import { type ChartSeries, chartDataOf } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { FocusLine } from './focus-line.tsx';
import { useChartFile } from './use-chart-file.ts';

/** Spending per day, month or year: bars to look at, to narrow the page with, and to follow to their bookings. */
export function SpendChart({ view }: { readonly view: SpendView }): ReactElement {
  const { t } = useLingui();
  const [search, change] = useOverviewSearch();
  const { data, error, refetch, isPlaceholderData } = useStatistics(view, view.by);
  const title = {
    day: <Trans>Spending per day</Trans>,
    month: <Trans>Spending per month</Trans>,
    year: <Trans>Spending per year</Trans>,
  }[view.range.per];
  const days = rangeText(view.range, (text) => t(text));
  return (
    <Panel
      title={title}
      lead={<Trans>CHF, {days}, days of Europe/Zurich</Trans>}
      actions={data && <ChartActions view={view} statistics={data} />}
    >
      <ChartControls view={view} onChange={change} />
      <div className="mb-4">
        <FilterChips view={view} />
      </div>
      {data ? (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-50' : ''}>
          <Filled view={view} statistics={data} isTable={search.view === 'table'} />
        </div>
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-90 w-full" />
      )}
    </Panel>
  );
}

function Filled({
  view,
  statistics,
  isTable,
}: {
  readonly view: SpendView;
  readonly statistics: Statistics;
  readonly isTable: boolean;
}): ReactElement {
  const [search, change] = useOverviewSearch();
  const [pointed, setPointed] = useState<string>();
  const data = useMemo(() => chartDataOf(statistics.buckets), [statistics]);
  const nameOf = useSeriesName(view);
  const isPicked = search.days !== undefined;
  if (data.calls === 0)
    return (
      <EmptyBlock title={<Trans>No calls in these days</Trans>}>
        <Trans>Choose other days, or take a filter away.</Trans>
      </EmptyBlock>
    );
  return (
    <>
      {isTable ? (
        <ChartTable view={view} data={data} nameOf={nameOf} />
      ) : (
        <div className="grid grid-cols-1 gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <ChartPicture
            view={view}
            data={data}
            nameOf={nameOf}
            pointed={pointed}
            picked={isPicked ? view.focus : undefined}
            onPick={(days) => change({ days: days && writePick(days) })}
          />
          <ChartLegend
            data={data}
            nameOf={nameOf}
            isChosen={(series) => isChosen(view, series)}
            onChoose={(series) =>
              change({ [view.by]: isChosen(view, series) ? undefined : series.group?.group.key })
            }
            onPoint={setPointed}
          />
        </div>
      )}
      <FocusLine
        view={view}
        spent={totalOf(bucketsIn(statistics.buckets, view.focus))}
        isPicked={isPicked}
        onZoom={() => change({ ...view.focus, per: undefined, days: undefined })}
        onClear={() => change({ days: undefined })}
      />
    </>
  );
}

function ChartActions({
  view,
  statistics,
}: {
  readonly view: SpendView;
  readonly statistics: Statistics;
}): ReactElement {
  const [search, change] = useOverviewSearch();
  const isTable = search.view === 'table';
  const save = useChartFile(view, useSeriesName(view));
  return (
    <div className="flex flex-wrap gap-2">
      <Button small onPress={() => change({ view: isTable ? undefined : 'table' }, { replace: true })}>
        {isTable ? (
          <>
            <ChartColumnStacked aria-hidden className="size-4" />
            <Trans>Show as chart</Trans>
          </>
        ) : (
          <>
            <Table2 aria-hidden className="size-4" />
            <Trans>Show as table</Trans>
          </>
        )}
      </Button>
      <Button small onPress={() => save(chartDataOf(statistics.buckets))}>
        <Download aria-hidden className="size-4" />
        <Trans>CSV</Trans>
      </Button>
    </div>
  );
}

function isChosen({ filter, by }: SpendView, { group }: ChartSeries): boolean {
  return group?.group.key !== undefined && filter[by] === group.group.key;
}

function useSeriesName({ by }: SpendView): (series: ChartSeries) => string {
  const groupName = useGroupName();
  return useCallback((series) => groupName(by, series.group?.group), [groupName, by]);
}
