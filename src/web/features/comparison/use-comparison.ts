import { useQueries } from '@tanstack/react-query';
import type { ComparedDimension } from '#kernel/biggest-changes.ts';
import type { Dimension } from '../spend/overview-search.ts';
import type { Days } from '../spend/picked-days.ts';
import { bucketsIn, type GroupSpent, groupsOf, type Spent, totalOf } from '../spend/spend-sums.ts';
import type { SpendView } from '../spend/spend-view.ts';
import { type Statistics, statisticsQuery } from '../spend/statistics.query.ts';

export interface Comparison {
  readonly total: { readonly now: Spent; readonly previous: Spent };
  readonly dimensions: readonly ComparedDimension<Dimension, GroupSpent>[];
}

/** Two periods, by every dimension. Undefined while either is read. */
export function useComparison(view: SpendView, days: Days, before: Days) {
  const { mandateId, filter, range, dimensions } = view;
  const nowQueries = dimensions.map((by) => statisticsQuery(mandateId, { range, by, filter }));
  const earlier = { ...before, per: range.per };
  const beforeQueries = dimensions.map((by) => statisticsQuery(mandateId, { range: earlier, by, filter }));
  const answers = useQueries({ queries: [...nowQueries, ...beforeQueries] });
  const failed = answers.filter(({ error }) => error !== null);
  const [now, previous] = [answers.slice(0, dimensions.length), answers.slice(dimensions.length)];
  const retry = () => {
    for (const { refetch } of failed) void refetch();
  };
  // An answer to another question says nothing about this one.
  const isWhole = answers.every(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData);
  return {
    comparison: isWhole
      ? comparisonOf(
          view,
          days,
          now.flatMap(({ data }) => data ?? []),
          previous.flatMap(({ data }) => data ?? []),
        )
      : undefined,
    error: failed[0]?.error,
    retry,
  };
}

function comparisonOf(
  { dimensions }: SpendView,
  days: Days,
  now: readonly Statistics[],
  previous: readonly Statistics[],
): Comparison {
  const [first, firstBefore] = [now[0], previous[0]];
  return {
    total: {
      now: totalOf(bucketsIn(first?.buckets ?? [], days)),
      previous: totalOf(firstBefore?.buckets ?? []),
    },
    dimensions: dimensions.map((dimension, place) => ({
      dimension,
      now: groupsOf(bucketsIn(now[place]?.buckets ?? [], days)),
      before: groupsOf(previous[place]?.buckets ?? []),
    })),
  };
}
