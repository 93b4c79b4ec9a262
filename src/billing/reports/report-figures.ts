import type { NanoChf } from '#kernel/money.ts';
import type { RunOut } from '../balance/pace.ts';
import type { ReportMonth } from './report-month.ts';

/** By what the usage of a month is told apart. `feature`: chat, automations and the API. */
export const REPORT_DIMENSIONS = ['provider', 'model', 'user', 'feature', 'automation'] as const;
export type ReportDimension = (typeof REPORT_DIMENSIONS)[number];

/** What one provider, model, user, feature or automation cost in the month. */
export interface GroupFigures {
  /** Tells it from the others of its dimension. */
  readonly id: string;
  readonly name: string;
  readonly charged: NanoChf;
  readonly calls: number;
}

/** What calls of one month cost, corrections included. Every dimension adds up to `charged`, but `automation`, which adds up to that feature. */
export interface MonthUsage {
  readonly charged: NanoChf;
  readonly calls: number;
  /** Of each day of the month, the first first. */
  readonly days: readonly NanoChf[];
  /** The dearest first. */
  readonly groups: Readonly<Record<ReportDimension, readonly GroupFigures[]>>;
}

/** How the month that runs goes on. */
export interface ReportForecast {
  /** `2026-11` */
  readonly label: string;
  /** What it will have cost; undefined: nothing to go by yet. */
  readonly expected: { readonly low: NanoChf; readonly high: NanoChf } | undefined;
  readonly runOut: RunOut;
  /** There is nothing left to spend. */
  readonly isEmpty: boolean;
}

/** The usage that a report tells of: of a mandate, or of one of its users. */
export interface ReportUsage {
  readonly month: ReportMonth;
  readonly before: ReportMonth;
  readonly now: MonthUsage;
  /** Undefined: there were no calls in the month before. */
  readonly usageBefore: MonthUsage | undefined;
  /** Undefined: a later month has ended meanwhile. */
  readonly forecast: ReportForecast | undefined;
}
