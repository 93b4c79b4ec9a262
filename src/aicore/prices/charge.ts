import { assert } from '#kernel/assert.ts';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
} from '#kernel/decimal.ts';
import type { PriceId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { METERS, type Meter, type Quantities } from '../meters.ts';
import type { ReportedUsage, UsagePart } from '../provider.ts';
import { isLongPrompt, isTierPriced, meterPrice } from './meter-price.ts';
import type { Price, Terms } from './price.ts';

export interface PricingRequest {
  readonly usage: Pick<ReportedUsage, 'parts' | 'statedCostUsd' | 'remark'>;
  /** The model that was asked for, with its pinned price: for parts whose model is not said, or has no price. */
  readonly asked: { readonly model: string; readonly price: Price };
  /** The pinned price of a model that answered, by the provider's name for it (aliases and dated ids too). */
  readonly priceOf: (model: string) => Price | undefined;
  readonly terms: Terms;
}

/** What a call is charged, and everything needed to recompute it. */
export interface PricedCall {
  readonly amountNanoChf: NanoChf;
  /** The provider's cost, exact. */
  readonly costUsd: Decimal;
  /** At least one. */
  readonly parts: readonly PricedPart[];
  /** For the operator: `model_not_priced`, `tier_not_priced`, `meter_not_priced`, `cost_differs`, and the reader's own. */
  readonly remarks: readonly string[];
}

export interface PricedPart {
  readonly model: string;
  readonly priceId: PriceId;
  readonly tier?: string;
  readonly long?: true;
  readonly quantities: Quantities;
  /** On the first part of a call whose cost the provider stated: charged instead of all quantities. */
  readonly statedCostUsd?: string;
}

/**
 * charge = sum(quantity x price) x (1 + markup) x rate: exact to the end, then rounded once, half up, to nano-CHF.
 * A cost that the provider states takes the place of the sum, which becomes the cross-check. Pure.
 */
export function calculatePriceChf({ usage, asked, priceOf, terms }: PricingRequest): PricedCall {
  const given: readonly UsagePart[] =
    usage.parts.length > 0 ? usage.parts : [{ model: undefined, quantities: {} }];
  const priced = given.map((part) => pricePart(part, asked, priceOf));
  const calculated = priced.map(({ costUsd }) => costUsd).reduce(addDecimals);
  const stated = usage.statedCostUsd;
  assert(!stated || stated.coefficient >= 0n, 'a stated cost is not negative');
  const costUsd = stated ?? calculated;
  const remarks = new Set([
    ...(usage.remark ? [usage.remark] : []),
    ...priced.flatMap(({ remarks }) => remarks),
  ]);
  const isComparable = calculated.coefficient > 0n && !remarks.has('model_not_priced');
  if (stated && isComparable && differs(stated, calculated)) remarks.add('cost_differs');
  return {
    amountNanoChf: chargeOf(costUsd, terms, 'half_up'),
    costUsd,
    parts: priced.map(({ part }, index) =>
      stated && index === 0 ? { ...part, statedCostUsd: formatDecimal(stated) } : part,
    ),
    remarks: [...remarks],
  };
}

export interface RecomputedCharge {
  readonly amountNanoChf: NanoChf;
  readonly costUsd: Decimal;
}

/** As stored: what `PricedPart` became after a way through the database. */
export interface StoredPart {
  readonly priceId: PriceId;
  readonly tier?: string;
  readonly quantities: Readonly<Record<string, number>>;
  readonly statedCostUsd?: string;
}

/** The charge again, from what a transaction stores; for `verify`. Undefined if a part names no price that is known or no count. */
export function recomputeCharge(
  parts: readonly StoredPart[],
  priceById: (id: PriceId) => Price | undefined,
  terms: Terms,
): RecomputedCharge | undefined {
  let costUsd: Decimal = { coefficient: 0n, scale: 0 };
  const stated = parts.find((part) => part.statedCostUsd !== undefined)?.statedCostUsd;
  for (const part of parts) {
    const price = priceById(part.priceId);
    if (!price || !isQuantities(part.quantities)) return undefined;
    costUsd = addDecimals(costUsd, costOf(price, part.quantities, part.tier).costUsd);
  }
  if (stated !== undefined) {
    const exact = parseDecimal(stated);
    if (!exact || exact.coefficient < 0n) return undefined;
    costUsd = exact;
  }
  return { amountNanoChf: chargeOf(costUsd, terms, 'half_up'), costUsd };
}

/** The one place where a cost in USD becomes an amount in CHF, and the only rounding. Bounds round `up`. */
export function chargeOf(costUsd: Decimal, terms: Terms, rounding: 'half_up' | 'up'): NanoChf {
  return roundDecimal(multiplyDecimals(costUsd, chfPerUsdCharged(terms)), NANO_DIGITS, rounding);
}

/** Rate and markup together, exact. */
export function chfPerUsdCharged({ rate, markupPpm }: Terms): Decimal {
  assert(Number.isSafeInteger(markupPpm) && markupPpm >= -PPM, 'a markup is whole parts per million');
  assert(rate.chfPerUsd.coefficient > 0n, 'an exchange rate is positive');
  return multiplyDecimals(rate.chfPerUsd, { coefficient: BigInt(PPM + markupPpm), scale: 6 });
}

const NANO_DIGITS = 9;
const PPM = 1_000_000;

function pricePart(part: UsagePart, asked: PricingRequest['asked'], priceOf: PricingRequest['priceOf']) {
  const remarks: string[] = [];
  const model = part.model ?? asked.model;
  const known = model === asked.model ? asked.price : priceOf(model);
  if (!known) remarks.push('model_not_priced');
  const price = known ?? asked.price;
  if (!isTierPriced(price, part.tier)) remarks.push('tier_not_priced');
  const { costUsd, isAssumed, isLong } = costOf(price, part.quantities, part.tier);
  if (isAssumed) remarks.push('meter_not_priced');
  const result: PricedPart = {
    model,
    priceId: price.id,
    ...(part.tier === undefined ? {} : { tier: part.tier }),
    ...(isLong ? { long: true } : {}),
    quantities: part.quantities,
  };
  return { part: result, costUsd, remarks };
}

function costOf(price: Price, quantities: Quantities, tier: string | undefined) {
  const long = isLongPrompt(price, quantities);
  let costUsd: Decimal = { coefficient: 0n, scale: 0 };
  let isAssumed = false;
  for (const meter of METERS) {
    const quantity = quantities[meter];
    if (quantity === undefined || quantity === 0) continue;
    assert(Number.isSafeInteger(quantity) && quantity > 0, `the count of ${meter} is a whole number`);
    const { usdPerUnit, basis } = meterPrice(price, meter, { long, tier });
    costUsd = addDecimals(costUsd, multiplyDecimals({ coefficient: BigInt(quantity), scale: 0 }, usdPerUnit));
    isAssumed ||= basis === 'assumed';
  }
  return { costUsd, isAssumed, isLong: long };
}

/** A stated cost is rounded to some digits by the provider: 1 % and 0.00001 USD are no difference. */
function differs(stated: Decimal, calculated: Decimal): boolean {
  const difference = addDecimals(stated, { ...calculated, coefficient: -calculated.coefficient });
  const magnitude =
    difference.coefficient < 0n ? { ...difference, coefficient: -difference.coefficient } : difference;
  const onePercent = multiplyDecimals(calculated, { coefficient: 1n, scale: 2 });
  return compareDecimals(magnitude, addDecimals(onePercent, { coefficient: 1n, scale: 5 })) > 0;
}

function isQuantities(stored: Readonly<Record<string, number>>): stored is Quantities {
  return Object.entries(stored).every(
    ([meter, quantity]) => METERS.includes(meter as Meter) && Number.isSafeInteger(quantity) && quantity >= 0,
  );
}
