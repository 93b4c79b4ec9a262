import { useLingui } from '@lingui/react/macro';
import { lazy, type ReactElement, Suspense, useMemo } from 'react';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { Days } from '../spend/picked-days.ts';
import type { SpendView } from '../spend/spend-view.ts';
import { ChartColumns } from './chart-columns.tsx';
import { scaleOf } from './chart-scale.ts';
import type { ChartData, ChartSeries } from './chart-series.ts';
import { AXIS_HEIGHT, CHART_HEIGHT, CHART_MARGIN, scaleWidth } from './chart-size.ts';
import { ChartTip } from './chart-tip.tsx';
import { isWithin } from './column-selection.ts';
import { axisText, columnName, useColumnText } from './column-text.ts';
import { columnsInDays, daysOfColumns } from './picked-columns.ts';
import { useColumnChoice } from './use-column-choice.ts';

/** Recharts is large: it comes for itself, beside the numbers that it is to show. */
const loadBars = () => import('./stacked-bars.lazy.tsx');
const begun = loadBars();
const StackedBars = lazy(async () => ({ default: (await begun.catch(loadBars)).StackedBars }));

/** The bars, with what can be picked of them over them. */
export function ChartPicture(props: {
  readonly view: SpendView;
  readonly data: ChartData;
  readonly nameOf: (series: ChartSeries) => string;
  /** What the pointer or the keyboard is at in the legend. */
  readonly pointed: string | undefined;
  /** Undefined: nothing is picked. */
  readonly picked: Days | undefined;
  readonly onPick: (days: Days | undefined) => void;
}): ReactElement {
  const { view, data, pointed } = props;
  const { i18n } = useLingui();
  const { per } = view.range;
  const { columns } = data;
  const columnText = useColumnText(per);
  const scale = useMemo(() => scaleOfColumns(data), [data]);
  const picked = props.picked && columnsInDays(columns, props.picked);
  const choice = useColumnChoice(
    columns.length,
    (first, last) => {
      const isAgain = picked?.anchor === first && picked.head === last;
      props.onPick(isAgain ? undefined : daysOfColumns(columns, [first, last], view));
    },
    () => props.onPick(undefined),
  );
  const isFaded = (place: number, seriesId: string) =>
    pointed !== undefined ? seriesId !== pointed : picked !== undefined && !isWithin(picked, place);
  const shown = choice.shown === undefined ? undefined : columns[choice.shown];
  return (
    <div className="relative" style={{ height: CHART_HEIGHT }}>
      <div aria-hidden className="overflow-hidden">
        <Suspense fallback={<Skeleton className="h-75 w-full" />}>
          <StackedBars
            data={data}
            scale={scale}
            columnText={(column) => axisText(column, per)}
            isFaded={isFaded}
          />
        </Suspense>
      </div>
      <div
        className="absolute"
        style={{
          left: scaleWidth(scale) + CHART_MARGIN.left,
          right: CHART_MARGIN.right,
          top: CHART_MARGIN.top,
          bottom: CHART_MARGIN.bottom + AXIS_HEIGHT,
        }}
      >
        <ChartColumns texts={columns.map(columnText)} picked={picked} choice={choice} />
        {shown && (
          <ChartTip
            title={columnName(shown, per, i18n.locale)}
            column={shown}
            series={data.series}
            nameOf={props.nameOf}
            place={columns.indexOf(shown) / columns.length}
          />
        )}
      </div>
    </div>
  );
}

/** Corrections can make a part, and so the foot of a bar, negative. */
function scaleOfColumns({ columns }: ChartData) {
  const ends = columns.map(({ amounts }) => [
    amounts.reduce((sum, amount) => (amount < 0n ? sum + amount : sum), 0n),
    amounts.reduce((sum, amount) => (amount > 0n ? sum + amount : sum), 0n),
  ]);
  const lowest = ends.reduce((least, [low = 0n]) => (low < least ? low : least), 0n);
  const highest = ends.reduce((most, [, high = 0n]) => (high > most ? high : most), 0n);
  return scaleOf(lowest, highest);
}
