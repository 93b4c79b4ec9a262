import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { DIMENSIONS, type Dimension, type OverviewSearch, type SpendFilter } from './overview-search.ts';
import type { Days } from './picked-days.ts';
import { focusOf, type SpendRange, spendRange } from './spend-range.ts';
import { statisticsQuery } from './statistics.query.ts';
import { useBalance, useOverviewSearch } from './use-overview.ts';

/** What the lower part of the overview is about. */
export interface SpendView {
  readonly mandateId: string;
  /** In Zurich, as the server says. */
  readonly today: string;
  readonly range: SpendRange;
  /** The days that are picked in the chart, else the whole range. */
  readonly focus: Days;
  readonly filter: SpendFilter;
  /** What the bars are made of. */
  readonly by: Dimension;
  readonly dimensions: readonly Dimension[];
}

/** Undefined until the server has said what day it is. */
export function useSpendView(): SpendView | undefined {
  const { mandate, may } = useActing();
  const [search] = useOverviewSearch();
  const { data } = useBalance();
  const today = data && zurichDay(data.asOf);
  const seesAll = may('resource.billing.read');
  return useMemo(
    () => (today === undefined ? undefined : viewOf(mandate.id, search, today, seesAll)),
    [mandate.id, search, today, seesAll],
  );
}

function viewOf(mandateId: string, search: OverviewSearch, today: string, seesAll: boolean): SpendView {
  const { provider, model, user, feature } = search;
  const range = spendRange(search, today);
  // Who sees his own calls only has nobody to tell apart.
  const dimensions = DIMENSIONS.filter((dimension) => seesAll || dimension !== 'user');
  return {
    mandateId,
    today,
    range,
    focus: focusOf(search, range),
    filter: { provider, model, user, feature },
    by: dimensions.find((dimension) => dimension === search.by) ?? 'model',
    dimensions,
  };
}

/** What the calls of the view have cost, by a dimension. */
export function useStatistics(view: SpendView, by: Dimension) {
  const { mandateId, range, filter } = view;
  return useQuery(statisticsQuery(mandateId, { range, by, filter }));
}
