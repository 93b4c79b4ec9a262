import { type NanoChf, parseChf } from '#kernel/money.ts';
import { DEFAULT_WARNING_CHF, DEFAULT_WARNING_DAYS } from '../settings/warning-default.contract.ts';
import type { RunOut } from './pace.ts';
import { type LimitUse, leftOf } from './spendable.ts';

/** `empty`: the cheapest sensible call would be refused. `low`: under the mandate's warning threshold. */
export type AccountState = 'ok' | 'low' | 'empty';

/** When a mandate wants to be warned: by what is left, by the days that it lasts, or both. */
export interface WarningThreshold {
  readonly belowNanoChf: NanoChf | undefined;
  readonly belowDays: number | undefined;
  /** Of the pool alone: the mandate's share of its newest top-up. */
  readonly poolBelowNanoChf: NanoChf | undefined;
}

/** For mandates that have set nothing. */
export const DEFAULT_WARNING: WarningThreshold = {
  belowNanoChf: parseChf(DEFAULT_WARNING_CHF),
  belowDays: DEFAULT_WARNING_DAYS,
  poolBelowNanoChf: undefined,
};

/** What counts for a wallet: the pool warns by the higher of its two amounts. */
export function thresholdFor(isPool: boolean, warning: WarningThreshold): WarningThreshold {
  const { belowNanoChf, poolBelowNanoChf } = warning;
  if (!isPool || poolBelowNanoChf === undefined) return warning;
  const isHigher = belowNanoChf === undefined || poolBelowNanoChf > belowNanoChf;
  return isHigher ? { ...warning, belowNanoChf: poolBelowNanoChf } : warning;
}

/** `available` undefined: without end. `cheapestCall`: what the cheapest sensible call takes, at least 1 nano-CHF. */
export function stateOfAccount(
  available: NanoChf | undefined,
  runOut: RunOut,
  cheapestCall: NanoChf,
  { belowNanoChf, belowDays }: WarningThreshold,
): AccountState {
  if (available === undefined) return 'ok';
  if (available < cheapestCall) return 'empty';
  if (belowNanoChf !== undefined && available < belowNanoChf) return 'low';
  return belowDays !== undefined && runOut.known && runOut.daysLeft < belowDays ? 'low' : 'ok';
}

/** A limit is low when less than a tenth of it is left: the mandate's threshold is about its money, not about one user's share. */
export function stateOfLimit(limit: LimitUse, cheapestCall: NanoChf): AccountState {
  const left = leftOf(limit);
  if (left < cheapestCall) return 'empty';
  return left * 10n < limit.monthly ? 'low' : 'ok';
}

export function worstOf(states: readonly AccountState[]): AccountState {
  if (states.includes('empty')) return 'empty';
  return states.includes('low') ? 'low' : 'ok';
}
