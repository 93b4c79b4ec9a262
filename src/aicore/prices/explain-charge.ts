import { addDecimals, type Decimal, multiplyDecimals } from '#kernel/decimal.ts';
import type { PriceId } from '#kernel/id.ts';
import { METERS, type Meter } from '../meters.ts';
import type { StoredPart } from './charge.ts';
import { isLongPrompt, isStandardTier, meterPrice } from './meter-price.ts';
import type { Price } from './price.ts';

/** How a part of a call came to its cost. */
export interface ExplainedPart {
  readonly priceId: PriceId;
  readonly model: string;
  /** Undefined: the standard tier. */
  readonly tier: string | undefined;
  /** The whole request has the prices of a long prompt. */
  readonly isLongPrompt: boolean;
  readonly lines: readonly ExplainedLine[];
  /** The lines together. */
  readonly costUsd: Decimal;
}

/** quantity x usdPerMillion / 1,000,000 = costUsd, exact. */
export interface ExplainedLine {
  readonly meter: Meter;
  readonly quantity: number;
  /** Of this tier and prompt length. */
  readonly usdPerMillion: Decimal;
  /** `assumed`: the list has no price for this meter, the dearest of its kind was taken. */
  readonly basis: 'listed' | 'assumed';
  readonly costUsd: Decimal;
}

/** The same computation as `recomputeCharge`, step by step. Undefined if a part names no price that is known. */
export function explainParts(
  parts: readonly (StoredPart & { readonly model: string })[],
  priceById: (id: PriceId) => Price | undefined,
): readonly ExplainedPart[] | undefined {
  const explained = parts.map((part) => explainPart(part, priceById(part.priceId)));
  return explained.every((part) => part !== undefined) ? explained : undefined;
}

function explainPart(
  { priceId, model, tier, quantities }: StoredPart & { readonly model: string },
  price: Price | undefined,
): ExplainedPart | undefined {
  if (!price) return undefined;
  const long = isLongPrompt(price, quantities);
  const lines = METERS.filter((meter) => (quantities[meter] ?? 0) > 0).map((meter): ExplainedLine => {
    const quantity = quantities[meter] ?? 0;
    const { usdPerUnit, basis } = meterPrice(price, meter, { long, tier });
    const usdPerMillion = multiplyDecimals(usdPerUnit, { coefficient: 1_000_000n, scale: 0 });
    const costUsd = multiplyDecimals({ coefficient: BigInt(quantity), scale: 0 }, usdPerUnit);
    return { meter, quantity, usdPerMillion, basis, costUsd };
  });
  const costUsd = lines.map((line) => line.costUsd).reduce(addDecimals, { coefficient: 0n, scale: 0 });
  return {
    priceId,
    model,
    tier: isStandardTier(tier) ? undefined : tier,
    isLongPrompt: long,
    lines,
    costUsd,
  };
}
