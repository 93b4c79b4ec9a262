import { type Decimal, decimal, formatDecimal, roundDecimal } from '#kernel/decimal.ts';

/** What a call costs by the platform's counts and our price, and what the platform says; exact, in its currency. */
export interface FactorPoint {
  readonly counted: Decimal;
  readonly stated: Decimal;
  /** One unit of the last decimal that the platform writes. */
  readonly unit: Decimal;
}

/** All factors, in units of 10^-9, by which the platform's amounts follow from ours in every call that was looked at. */
export interface FactorRange {
  readonly low: bigint;
  readonly high: bigint;
  readonly calls: number;
}

export const ANY_FACTOR: FactorRange = { low: 1n, high: 10n ** 15n, calls: 0 };
export const NO_FACTOR: FactorRange = { low: 1n, high: 0n, calls: 0 };

const SCALE = 9;
const ONE = 10n ** BigInt(SCALE);
/** Amounts are compared to so many decimals; no more are ever written. */
const EXACT_SCALE = 30;
/** A factor of more decimals is none that somebody has set. */
const MOST_DECIMALS = 6;

/** With one call more: `factor x counted` must be what the platform says, less than a unit of its last decimal up or down. */
export function narrowFactor(range: FactorRange, { counted, stated, unit }: FactorPoint): FactorRange {
  const [base, said, slack] = [counted, stated, unit].map(exact) as [bigint, bigint, bigint];
  const calls = range.calls + 1;
  if (base <= 0n) return { ...NO_FACTOR, calls };
  const low = ((said - slack) * ONE) / base + 1n;
  const high = ((said + slack) * ONE - 1n) / base;
  return { low: low > range.low ? low : range.low, high: high < range.high ? high : range.high, calls };
}

/** Both together: factors that fit the calls of either. */
export function bothFactors(a: FactorRange, b: FactorRange): FactorRange {
  const low = a.low > b.low ? a.low : b.low;
  return { low, high: a.high < b.high ? a.high : b.high, calls: a.calls + b.calls };
}

/**
 * The one factor with the fewest decimals that fits, such as `1.25`. Undefined: none does, or the amounts are too small to tell it
 * from others, or it was seen in one call only, which any factor explains.
 */
export function factorIn({ low, high, calls }: FactorRange): string | undefined {
  if (calls < 2) return undefined;
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const step = stepOf(decimals);
    const first = ((low + step - 1n) / step) * step;
    if (first > high) continue;
    return first + step > high && first !== ONE
      ? formatDecimal({ coefficient: first, scale: SCALE })
      : undefined;
  }
  return undefined;
}

/** Whether a factor that was found elsewhere fits here too, and none beside it. */
export function fitsFactor({ low, high }: FactorRange, factor: string): boolean {
  const step = stepOf(factor.split('.')[1]?.length ?? 0);
  const value = roundDecimal(decimal(factor), SCALE, 'half_up');
  return low <= value && value <= high && value - step < low && value + step > high;
}

function stepOf(decimals: number): bigint {
  return 10n ** BigInt(SCALE - decimals);
}

function exact(value: Decimal): bigint {
  return roundDecimal(value, EXACT_SCALE, 'half_up');
}
