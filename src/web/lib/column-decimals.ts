import type { NanoChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';

/** So many decimals that each amount of a column shows what it would show alone, and the points stand below each other. */
export function columnDecimals(amounts: readonly NanoChf[]): number {
  return Math.max(2, ...amounts.map((amount) => amountText(amount).split('.')[1]?.length ?? 0));
}
