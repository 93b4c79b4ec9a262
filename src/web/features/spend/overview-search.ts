import { dayOf, oneOf, textOf } from '#web/lib/search/search-text.ts';
import { parsePick } from './picked-days.ts';

/** By what spending is told apart. */
export const DIMENSIONS = ['user', 'model', 'feature', 'provider'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const FEATURES = ['api', 'chat', 'automation'] as const;
export type Feature = (typeof FEATURES)[number];

export const PERIODS = ['day', 'month', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** Which calls are meant; what is not given does not restrict. */
export interface SpendFilter {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly user?: string | undefined;
  readonly feature?: Feature | undefined;
}

/** All that can be chosen on the overview, so that its address shows the same to somebody else. */
export interface OverviewSearch extends SpendFilter {
  /** Days in Zurich, both included; left out: this month. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** What a bar stands for; left out: as the range is long. */
  readonly per?: Period | undefined;
  /** What the bars are made of; left out: models. */
  readonly by?: Dimension | undefined;
  readonly view?: 'table' | undefined;
  /** Days picked in the chart: `2026-11-03` or `2026-11-03..2026-11-09`. */
  readonly days?: string | undefined;
  /** What is unfolded: the sum behind the headline, how the days left were computed. */
  readonly sum?: 'open' | undefined;
  readonly pace?: 'open' | undefined;
  /** How to ask for more money. */
  readonly ask?: 'open' | undefined;
}

export function readOverviewSearch(search: Readonly<Record<string, unknown>>): OverviewSearch {
  const days = textOf(search.days, 22);
  return {
    from: dayOf(search.from),
    to: dayOf(search.to),
    per: oneOf(PERIODS, search.per),
    by: oneOf(DIMENSIONS, search.by),
    view: oneOf(['table'], search.view),
    days: days !== undefined && parsePick(days) ? days : undefined,
    provider: textOf(search.provider, 63),
    model: textOf(search.model),
    user: textOf(search.user, 40),
    feature: oneOf(FEATURES, search.feature),
    sum: oneOf(['open'], search.sum),
    pace: oneOf(['open'], search.pace),
    ask: oneOf(['open'], search.ask),
  };
}
