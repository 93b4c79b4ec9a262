import { addDecimals, type Decimal, multiplyDecimals } from '#kernel/decimal.ts';
import { METERS, type Meter } from '../meters.ts';
import { meterPrice, PROMPT_METERS, type PriceTerms } from './meter-price.ts';
import type { Price } from './price.ts';

/** Quantities of many calls together, which may be beyond what one call can have, or taken away from others. */
export type TotalQuantities = ReadonlyMap<Meter, bigint>;

/**
 * USD for quantities that all were used under the same terms: exact, so that it does not matter whether calls are priced one
 * by one or together.
 */
export function costAtPrice(
  price: Pick<Price, 'perMillion' | 'longPrompt' | 'tiers'>,
  quantities: TotalQuantities,
  terms: PriceTerms,
): Decimal {
  let costUsd: Decimal = { coefficient: 0n, scale: 0 };
  for (const meter of METERS) {
    const quantity = quantities.get(meter) ?? 0n;
    if (quantity === 0n) continue;
    const { usdPerUnit } = meterPrice(price, meter, terms);
    costUsd = addDecimals(costUsd, multiplyDecimals({ coefficient: quantity, scale: 0 }, usdPerUnit));
  }
  return costUsd;
}

/** The meters that decide whether a prompt is long, in their order. */
export const LONG_PROMPT_METERS: readonly Meter[] = METERS.filter((meter) => PROMPT_METERS.has(meter));
