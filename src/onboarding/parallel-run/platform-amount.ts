import { chargeOf, type PricedCall } from '#aicore/prices/charge.ts';
import type { ExchangeRate } from '#aicore/prices/price.ts';
import { addDecimals, compareDecimals, type Decimal, multiplyDecimals } from '#kernel/decimal.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { PlatformCost } from './platform-call.ts';
import { lastUnit, type WrittenDecimals } from './written-decimals.ts';

/** What the platform says of one call, beside Rappen's cost of it. Pure. */
export interface PlatformAmount {
  readonly stated: Decimal;
  /** By the rate of the call. */
  readonly nanoChf: NanoChf;
  /** One unit of the last decimal that the platform writes. */
  readonly unit: Decimal;
  /** Rappen's cost in the currency of the platform, exact. */
  exactly(priced: PricedCall): Decimal;
  /**
   * Less than one unit apart, whichever way the platform rounds. Where it writes more decimals than Rappen books, a nano-CHF is as
   * good as nothing.
   */
  isRounded(priced: PricedCall): boolean;
}

export function platformAmount(
  { currency, amount }: PlatformCost,
  rate: ExchangeRate,
  decimals: WrittenDecimals,
): PlatformAmount {
  const isUsd = currency === 'usd';
  const inFrancs = { ...rate, chfPerUsd: ONE };
  const nanoChf = chargeOf(amount, { rate: isUsd ? rate : inFrancs, markupPpm: 0 }, 'half_up');
  const unit = lastUnit(decimals, currency);
  const exactly = ({ costUsd }: PricedCall) => (isUsd ? costUsd : multiplyDecimals(costUsd, rate.chfPerUsd));
  return {
    ...{ stated: amount, nanoChf, unit, exactly },
    isRounded: (priced) => {
      if (compareDecimals(distance(exactly(priced), amount), unit) < 0) return true;
      const apart = priced.amountNanoChf - nanoChf;
      return apart >= -1n && apart <= 1n;
    },
  };
}

const ONE: Decimal = { coefficient: 1n, scale: 0 };

function distance(a: Decimal, b: Decimal): Decimal {
  const { coefficient, scale } = addDecimals(a, { ...b, coefficient: -b.coefficient });
  return { coefficient: coefficient < 0n ? -coefficient : coefficient, scale };
}
