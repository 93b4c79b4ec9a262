import type { NanoChf } from '#kernel/money.ts';
import { type LimitUse, leftOf } from './spendable.ts';

/** `empty`: the cheapest sensible call would be refused. `low`: below what the wallet's warnings come to. */
export type AccountState = 'ok' | 'low' | 'empty';

/** When somebody is warned of a wallet: by what is left, by its share of the newest top-up, by the days that it lasts. */
export interface WarningThreshold {
  readonly belowNanoChf: NanoChf | undefined;
  readonly shareNanoChf: NanoChf | undefined;
  readonly belowDays: number | undefined;
}

interface Standing {
  /** balance - held - floor. Undefined: without end. */
  readonly available: NanoChf | undefined;
  readonly held: NanoChf;
  /** All thresholds as one amount (`billing_account.warn_at`). Undefined: nobody is warned. */
  readonly warnAt: NanoChf | undefined;
}

/**
 * `low` is the same as in warnings: what is held does not count, since most of it comes back. It does count for `empty`, which
 * says what is refused now. `cheapestCall`: what the cheapest sensible call takes, at least 1 nano-CHF.
 */
export function stateOfAccount({ available, held, warnAt }: Standing, cheapestCall: NanoChf): AccountState {
  if (available === undefined) return 'ok';
  if (available < cheapestCall) return 'empty';
  return warnAt !== undefined && available + held < warnAt ? 'low' : 'ok';
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
