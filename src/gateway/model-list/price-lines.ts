import { METERS, type Meter } from '#aicore/meters.ts';
import { chfPerUsdCharged } from '#aicore/prices/charge.ts';
import { CALL_METERS, meterPrice, type PriceTerms } from '#aicore/prices/meter-price.ts';
import type { Price, Terms } from '#aicore/prices/price.ts';
import { type Decimal, formatDecimal, multiplyDecimals } from '#kernel/decimal.ts';

export interface PriceLine {
  readonly tier: string | null;
  readonly longPrompt: boolean;
  readonly meters: { meter: Meter; per: 'million_tokens' | 'unit'; usd: string; chf: string }[];
}

/**
 * A line for each way in which the model can be used: standard, each tier, and each of them with a long prompt. The amounts are
 * those that a charge is computed with, so a meter that a tier does not list shows what it really costs.
 */
export function priceLinesOf(price: Price, terms: Terms): PriceLine[] {
  const lengths = price.longPrompt ? [false, true] : [false];
  const tiers = [undefined, ...Object.keys(price.tiers)];
  return tiers.flatMap((tier) => lengths.map((long) => lineOf(price, terms, { tier, long })));
}

function lineOf(price: Price, terms: Terms, use: PriceTerms): PriceLine {
  const isStandard = use.tier === undefined && !use.long;
  const chfPerUsd = chfPerUsdCharged(terms);
  const meters = METERS.filter(
    (meter) => isListed(price, meter) && (isStandard || !CALL_METERS.has(meter)),
  ).map((meter) => {
    const isFee = CALL_METERS.has(meter);
    const { usdPerUnit } = meterPrice(price, meter, use);
    const usd = isFee ? usdPerUnit : multiplyDecimals(usdPerUnit, MILLION);
    const per: PriceLine['meters'][number]['per'] = isFee ? 'unit' : 'million_tokens';
    return { meter, per, usd: formatDecimal(usd), chf: formatDecimal(multiplyDecimals(usd, chfPerUsd)) };
  });
  return { tier: use.tier ?? null, longPrompt: use.long, meters };
}

const MILLION: Decimal = { coefficient: 1_000_000n, scale: 0 };

/** In any of the price's lists. */
function isListed(price: Price, meter: Meter): boolean {
  const ofTiers = Object.values(price.tiers).map((tier) => (tier.kind === 'prices' ? tier.perMillion : {}));
  return [price.perMillion, price.longPrompt?.perMillion ?? {}, ...ofTiers].some(
    (row) => row[meter] !== undefined,
  );
}
