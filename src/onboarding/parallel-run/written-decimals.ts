import { type Decimal, formatDecimal } from '#kernel/decimal.ts';
import type { Currency, PlatformCost } from './platform-call.ts';

/** With how many decimals a platform writes its amounts; of a currency that it does not write: none. */
export type WrittenDecimals = ReadonlyMap<Currency, number>;

/** Nobody writes what a call costs in whole francs: a day on which each amount happens to be one says nothing. */
const FEWEST = 2;
/** As exact as Rappen. */
const EXACT = 9;

/**
 * Looks at one amount more. The most that are seen count: a database strips trailing zeros, so one amount tells little, and all
 * amounts of a day much. A zero tells nothing.
 */
export function noteDecimals(seen: Map<Currency, number>, cost: PlatformCost | undefined): void {
  if (cost === undefined || cost.amount.coefficient === 0n) return;
  seen.set(cost.currency, Math.max(seen.get(cost.currency) ?? FEWEST, decimalsOf(cost.amount)));
}

/** One unit of the last decimal. */
export function lastUnit(decimals: WrittenDecimals, currency: Currency): Decimal {
  return { coefficient: 1n, scale: decimals.get(currency) ?? EXACT };
}

function decimalsOf(amount: Decimal): number {
  return formatDecimal(amount).split('.')[1]?.length ?? 0;
}
