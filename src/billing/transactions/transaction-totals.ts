import type { NanoChf } from '#kernel/money.ts';

/** What a filter means as a whole, and how it fits into the wallets' balances. */
export interface TransactionTotals {
  /** Bookings that the filter means, and the sum of their amounts. */
  readonly count: bigint;
  readonly sum: NanoChf;
  /**
   * The wallets that are seen (the one of the filter, else all): `openingBalance` before `from`, `closingBalance` before `to`,
   * and every booking in between, whether or not the rest of the filter means it. opening + movementSum = closing.
   */
  readonly openingBalance: NanoChf;
  readonly movementCount: bigint;
  readonly movementSum: NanoChf;
  readonly closingBalance: NanoChf;
}

/** Rows and the sum of their amounts. */
export interface CountAndSum {
  readonly count: bigint;
  readonly sum: NanoChf;
}

export const NOTHING: CountAndSum = { count: 0n, sum: 0n };

export function addUp(parts: readonly CountAndSum[]): CountAndSum {
  return parts.reduce((all, part) => ({ count: all.count + part.count, sum: all.sum + part.sum }), NOTHING);
}
