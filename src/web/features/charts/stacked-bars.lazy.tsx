import { type ReactElement, useId } from 'react';
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { type ChartScale, heightOf, tickText } from './chart-scale.ts';
import type { ChartColumn, ChartData } from './chart-series.ts';
import { AXIS_HEIGHT, CHART_HEIGHT, CHART_MARGIN, scaleWidth } from './chart-size.ts';

const AXIS_TEXT = { fill: 'var(--ink-muted)', fontSize: 12 } as const;

/** The bars as a picture. What can be done with them, and what they say, lies over it and beside it. */
export function StackedBars({
  data,
  scale,
  columnText,
  isFaded,
}: {
  readonly data: ChartData;
  readonly scale: ChartScale;
  readonly columnText: (column: ChartColumn) => string;
  /** What is not meant right now steps back. */
  readonly isFaded: (place: number, seriesId: string) => boolean;
}): ReactElement {
  const id = useId();
  const lines = scale.ticks.map(heightOf);
  const amountOfLine = new Map(scale.ticks.map((tick) => [heightOf(tick), tick]));
  const texts = new Map(data.columns.map((column) => [column.label, columnText(column)]));
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <BarChart
        data={[...data.columns]}
        margin={CHART_MARGIN}
        stackOffset="sign"
        barCategoryGap="14%"
        accessibilityLayer={false}
      >
        <defs>
          {data.series.map(({ colour }) => (
            <Hatching key={colour} id={`${id}${colour}`} colour={colour} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          height={AXIS_HEIGHT}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tick={AXIS_TEXT}
          tickFormatter={(label: string) => texts.get(label) ?? label}
          interval="equidistantPreserveStart"
          minTickGap={10}
        />
        <YAxis
          width={scaleWidth(scale)}
          domain={[lines[0] ?? 0, lines.at(-1) ?? 1]}
          ticks={lines}
          interval={0}
          tickLine={false}
          axisLine={false}
          tick={{ ...AXIS_TEXT, className: 'figures' }}
          tickFormatter={(line: number) => tickText(amountOfLine.get(line) ?? 0n, scale)}
        />
        {data.series.map((series, place) => (
          <Bar
            key={series.id}
            dataKey={({ amounts }: ChartColumn) => heightOf(amounts[place] ?? 0n)}
            stackId="all"
            maxBarSize={64}
            isAnimationActive={false}
            shape={(bar: BarShapeProps) => (
              <Piece
                bar={bar}
                colour={series.colour}
                hatching={data.columns[bar.index]?.isUnfinished ? `${id}${series.colour}` : undefined}
                isFaded={isFaded(bar.index, series.id)}
              />
            )}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

/** One group in one column; hatched and dashed while more may come. */
function Piece({
  bar,
  colour,
  hatching,
  isFaded,
}: {
  readonly bar: BarShapeProps;
  readonly colour: string;
  readonly hatching: string | undefined;
  readonly isFaded: boolean;
}): ReactElement | null {
  const { x, y, width, height } = bar;
  if (!height) return null;
  const top = height < 0 ? y + height : y;
  return (
    <rect
      x={x}
      y={top}
      width={width}
      height={Math.abs(height)}
      fill={hatching === undefined ? `var(--${colour})` : `url(#${hatching})`}
      stroke={hatching === undefined ? 'var(--surface)' : `var(--${colour})`}
      strokeWidth={hatching === undefined ? 0.75 : 1}
      strokeDasharray={hatching === undefined ? undefined : '3 2'}
      opacity={isFaded ? 0.25 : 1}
    />
  );
}

function Hatching({ id, colour }: { readonly id: string; readonly colour: string }): ReactElement {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill={`var(--${colour})`} opacity="0.18" />
      <rect width="2.5" height="6" fill={`var(--${colour})`} />
    </pattern>
  );
}
