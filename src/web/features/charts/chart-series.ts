import type { NanoChf } from '#kernel/money.ts';
import { type GroupSpent, groupsOf, totalOf } from '../spend/spend-sums.ts';
import type { SpendBucket } from '../spend/statistics.query.ts';

/** So many have a colour of their own; the rest shares one. */
export const MOST_COLOURED = 6;

/** One colour of the bars, from the foot up. */
export interface ChartSeries {
  readonly id: string;
  /** `series-1` to `series-6`, or `series-rest`. */
  readonly colour: string;
  /** Undefined: all that have no colour of their own, together. */
  readonly group: GroupSpent | undefined;
  readonly charged: NanoChf;
  readonly calls: number;
}

/** A day, month or year. */
export interface ChartColumn {
  readonly label: string;
  readonly from: string;
  /** The first day after it. */
  readonly to: string;
  readonly isUnfinished: boolean;
  /** In the order of the series. */
  readonly amounts: readonly NanoChf[];
  readonly total: NanoChf;
  readonly calls: number;
}

export interface ChartData {
  readonly series: readonly ChartSeries[];
  readonly columns: readonly ChartColumn[];
  readonly total: NanoChf;
  readonly calls: number;
}

const REST = 'rest';

/** The dearest six of the range in the order of their cost, and the rest. Each column, and all together, sums up exactly. */
export function chartDataOf(buckets: readonly SpendBucket[]): ChartData {
  const groups = groupsOf(buckets);
  const own = groups.filter(({ id }) => id !== undefined).slice(0, MOST_COLOURED);
  const rest = groups.filter((group) => !own.includes(group));
  const series = [
    ...own.map((group, index) => seriesOf(group.id ?? REST, `series-${index + 1}`, [group], group)),
    ...(rest.length > 0 ? [seriesOf(REST, 'series-rest', rest, undefined)] : []),
  ];
  const total = totalOf(buckets);
  return {
    series,
    columns: buckets.map((bucket) => columnOf(bucket, series)),
    total: total.charged,
    calls: total.calls,
  };
}

function seriesOf(
  id: string,
  colour: string,
  groups: readonly GroupSpent[],
  group: GroupSpent | undefined,
): ChartSeries {
  return {
    id,
    colour,
    group,
    charged: groups.reduce((sum, { charged }) => sum + charged, 0n),
    calls: groups.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function columnOf(bucket: SpendBucket, series: readonly ChartSeries[]): ChartColumn {
  const bySeries = new Map<string, NanoChf>();
  const coloured = new Set(series.map(({ id }) => id));
  for (const { id, charged } of groupsOf([bucket])) {
    const place = id !== undefined && coloured.has(id) ? id : REST;
    bySeries.set(place, (bySeries.get(place) ?? 0n) + charged);
  }
  const { label, from, to, isUnfinished } = bucket;
  const { charged, calls } = totalOf([bucket]);
  const amounts = series.map(({ id }) => bySeries.get(id) ?? 0n);
  return { label, from, to, isUnfinished, amounts, total: charged, calls };
}
