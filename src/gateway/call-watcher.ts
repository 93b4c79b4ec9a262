import type { UsageSource } from '#billing/ledger/ledger.ts';
import type { TransactionId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Follows the money of one call, from its hold to its booking. Must be quick, and not throw. */
export interface CallWatcher {
  /** Once, before anything is sent. */
  held(call: WatchedCall): void;
  /** Once, after `held`: the booking is made, or the hold is freed. */
  settled(end: CallEnd): void;
}

export interface WatchedCall {
  readonly transactionId: TransactionId;
  readonly provider: string;
  /** As it was asked for. */
  readonly model: string;
  readonly heldNanoChf: NanoChf;
  /** The output that the hold pays for, per choice, where that is less than was asked for. */
  readonly loweredOutputTokens: number | undefined;
  /** What the answer so far costs; undefined: nothing has come of it yet. */
  chargeSoFar(): NanoChf | undefined;
}

export type CallEnd =
  | { readonly kind: 'charged'; readonly chargeNanoChf: NanoChf; readonly usageSource: UsageSource }
  | { readonly kind: 'not_charged' }
  /** The ledger could not be told; it settles the hold by its journal when that runs out. */
  | { readonly kind: 'postponed' };
