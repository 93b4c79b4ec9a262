import { invalidRequest } from '#kernel/error.ts';
import type { AccountId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { Feature } from '../ledger/ledger.ts';

export const PERIODS = ['day', 'month', 'year'] as const;
export type Period = (typeof PERIODS)[number];

export const GROUPINGS = ['provider', 'model', 'user', 'feature', 'account'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Which calls are meant. What is not given does not restrict; all that is given must hold. */
export interface UsageFilter {
  readonly provider?: string | undefined;
  /** The model that answered. */
  readonly model?: string | undefined;
  readonly userId?: UserId | undefined;
  readonly feature?: Feature | undefined;
  readonly accountId?: AccountId | undefined;
  /** Only calls of this user may be seen. */
  readonly visibleTo?: UserId | undefined;
}

/** Days are those of Europe/Zurich, as `2026-11-27`. */
export interface StatisticsRequest extends UsageFilter {
  readonly period: Period;
  /** The first day that counts; widened to the whole period that it lies in. */
  readonly from?: string | undefined;
  /** The first day that does not count any more; widened likewise. */
  readonly to?: string | undefined;
  readonly groupBy?: Grouping | undefined;
}

/** What calls have used and cost, corrections included. What is no call (top-ups, refunds, ...) is not in it. */
export interface Usage {
  readonly calls: bigint;
  readonly charged: NanoChf;
  /** With those from the cache. */
  readonly inputTokens: bigint;
  readonly cachedTokens: bigint;
  readonly outputTokens: bigint;
}

export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export interface Bucket extends DayRange {
  /** `2026-11-27`, `2026-11` or `2026`. */
  readonly label: string;
}

/** A day's worth of buckets fits a chart of a year; an answer is bounded whatever is asked for. */
const MOST_BUCKETS: Readonly<Record<Period, number>> = { day: 400, month: 120, year: 50 };
const DEFAULT_BUCKETS: Readonly<Record<Period, number>> = { day: 30, month: 12, year: 5 };
const LABEL_LENGTH: Readonly<Record<Period, number>> = { day: 10, month: 7, year: 4 };

export const NO_USAGE: Usage = {
  calls: 0n,
  charged: 0n,
  inputTokens: 0n,
  cachedTokens: 0n,
  outputTokens: 0n,
};

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    charged: a.charged + b.charged,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}

/**
 * The periods that are asked for, oldest first and without gaps: by default the last 30 days, 12 months or 5 years, today
 * included. Throws `invalid_request` with the path `query.to` for a range without a day, or with too many periods.
 */
export function bucketsOf({ period, from, to }: StatisticsRequest, today: string): Bucket[] {
  if (from !== undefined && to !== undefined && to <= from) throw emptyRange();
  const end = to === undefined ? following(period, beginOf(period, today)) : endOf(period, to);
  let begin = from === undefined ? end : beginOf(period, from);
  if (from === undefined) for (let n = DEFAULT_BUCKETS[period]; n > 0; n--) begin = preceding(period, begin);
  if (begin >= end) throw emptyRange();
  const buckets: Bucket[] = [];
  for (let day = begin; day < end; day = following(period, day)) {
    if (buckets.length === MOST_BUCKETS[period]) {
      throw invalidRequest('query.to', `the range has more than ${MOST_BUCKETS[period]} periods (${period})`);
    }
    buckets.push({ label: day.slice(0, LABEL_LENGTH[period]), from: day, to: following(period, day) });
  }
  return buckets;
}

function emptyRange(): Error {
  return invalidRequest('query.to', 'must be a day after from');
}

function beginOf(period: Period, day: string): string {
  return day.slice(0, LABEL_LENGTH[period]) + '-01-01'.slice(3 * ['year', 'month', 'day'].indexOf(period));
}

function endOf(period: Period, day: string): string {
  const begin = beginOf(period, day);
  return begin === day ? day : following(period, begin);
}

function following(period: Period, begin: string): string {
  return moved(period, begin, 1);
}

function preceding(period: Period, begin: string): string {
  return moved(period, begin, -1);
}

/** In the calendar alone: noon in UTC is the same day everywhere in it. */
function moved(period: Period, begin: string, by: number): string {
  const date = new Date(`${begin}T12:00:00Z`);
  if (period === 'day') date.setUTCDate(date.getUTCDate() + by);
  if (period === 'month') date.setUTCMonth(date.getUTCMonth() + by);
  if (period === 'year') date.setUTCFullYear(date.getUTCFullYear() + by);
  return date.toISOString().slice(0, 10);
}
