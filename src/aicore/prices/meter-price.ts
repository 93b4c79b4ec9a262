import { assert, must } from '#kernel/assert.ts';
import { compareDecimals, type Decimal, multiplyDecimals } from '#kernel/decimal.ts';
import { METERS, type Meter, type Quantities } from '../meters.ts';
import type { MeterPrices, Price } from './price.ts';

/** Under which of its prices a model is used. */
export interface PriceTerms {
  /** The prompt is above the price's threshold. */
  readonly long: boolean;
  /** Service tier; undefined: standard. */
  readonly tier: string | undefined;
}

export interface MeterPrice {
  /** USD per unit, exact. */
  readonly usdPerUnit: Decimal;
  /** `listed`, or `assumed`: the list has no price for this meter, the dearest of its kind was taken. */
  readonly basis: 'listed' | 'assumed';
}

/**
 * What one unit of a meter costs. A call (search, fetch, request, credit) costs the same in every tier and prompt
 * length. A meter without a price takes the dearest price of its kind: a cached token costs a full input token, a cache
 * write the dearest write. So no usage is ever free because a list is incomplete.
 */
export function meterPrice(price: Amounts, meter: Meter, { long, tier }: PriceTerms): MeterPrice {
  const base = rowPrice(price.perMillion, meter);
  if (CALL_METERS.has(meter)) return base;
  const byLength = long && price.longPrompt ? followed(price.longPrompt.perMillion, meter, base) : base;
  const tierPrice = tierOf(price, tier);
  if (!tierPrice) return byLength;
  if (tierPrice.kind === 'factor') {
    return { ...byLength, usdPerUnit: multiplyDecimals(byLength.usdPerUnit, tierPrice.factor) };
  }
  const ofTier = followed(tierPrice.perMillion, meter, base);
  return long && price.longPrompt ? dearer(ofTier, byLength) : ofTier;
}

type Amounts = Pick<Price, 'perMillion' | 'longPrompt' | 'tiers'>;

/** Tokens of the prompt: every input meter together. What long-prompt prices are decided by. */
function promptTokens(quantities: Quantities): bigint {
  let tokens = 0n;
  for (const meter of PROMPT_METERS) tokens += BigInt(quantities[meter] ?? 0);
  return tokens;
}

/** Above the threshold; exactly the threshold is the base price. */
export function isLongPrompt(price: Price, quantities: Quantities): boolean {
  return (
    price.longPrompt !== undefined && promptTokens(quantities) > BigInt(price.longPrompt.abovePromptTokens)
  );
}

/** The standard tier has several names on the wire. */
export function isStandardTier(tier: string | undefined): boolean {
  return tier === undefined || tier === 'default' || tier === 'standard' || tier === 'auto';
}

/** Whether the price knows what this tier costs. */
export function isTierPriced(price: Price, tier: string | undefined): boolean {
  return isStandardTier(tier) || tierOf(price, tier) !== undefined;
}

function tierOf(price: Pick<Price, 'tiers'>, tier: string | undefined) {
  if (tier === undefined || isStandardTier(tier) || !Object.hasOwn(price.tiers, tier)) return undefined;
  return price.tiers[tier];
}

/** The price in a list that only says what differs from the base list: what it leaves out never gets cheaper by that. */
function followed(row: MeterPrices, meter: Meter, base: MeterPrice): MeterPrice {
  const own = rowPrice(row, meter);
  return own.basis === 'listed' ? own : dearer(own, base);
}

function rowPrice(row: MeterPrices, meter: Meter): MeterPrice {
  const listed = row[meter];
  if (listed !== undefined) return { usdPerUnit: usdPerUnit(listed), basis: 'listed' };
  const groups = [SUBSTITUTES[meter] ?? [], sideOf(meter), METERS];
  const dearest = groups.map((group) => dearestOf(row, group)).find((amount) => amount !== undefined);
  return { usdPerUnit: usdPerUnit(must(dearest, 'a price')), basis: 'assumed' };
}

function dearestOf(row: MeterPrices, meters: Iterable<Meter>): bigint | undefined {
  let dearest: bigint | undefined;
  for (const meter of meters) {
    const amount = row[meter];
    if (amount !== undefined && (dearest === undefined || amount > dearest)) dearest = amount;
  }
  return dearest;
}

function dearer(a: MeterPrice, b: MeterPrice): MeterPrice {
  return compareDecimals(a.usdPerUnit, b.usdPerUnit) >= 0 ? a : b;
}

/** Nano-USD per million units are 10^-15 USD per unit. */
function usdPerUnit(nanoUsdPerMillion: bigint): Decimal {
  assert(nanoUsdPerMillion >= 0n, 'a price is not negative');
  return { coefficient: nanoUsdPerMillion, scale: 15 };
}

const CACHE_WRITES: readonly Meter[] = [
  'cache_write_5m_tokens',
  'cache_write_30m_tokens',
  'cache_write_1h_tokens',
  'cache_write_12h_tokens',
];

export const PROMPT_METERS: ReadonlySet<Meter> = new Set<Meter>([
  'input_tokens',
  'cached_input_tokens',
  ...CACHE_WRITES,
  'input_audio_tokens',
  'cached_input_audio_tokens',
  'input_image_tokens',
  'cached_input_image_tokens',
]);

const OUTPUT_METERS: ReadonlySet<Meter> = new Set<Meter>([
  'output_tokens',
  'output_audio_tokens',
  'output_image_tokens',
]);

/** What is counted by the call. No token tier and no prompt length changes it. */
export const CALL_METERS: ReadonlySet<Meter> = new Set<Meter>(
  METERS.filter((meter) => !PROMPT_METERS.has(meter) && !OUTPUT_METERS.has(meter)),
);

const SUBSTITUTES: Readonly<Partial<Record<Meter, readonly Meter[]>>> = {
  cached_input_tokens: ['input_tokens'],
  cache_write_5m_tokens: [...CACHE_WRITES, 'input_tokens'],
  cache_write_30m_tokens: [...CACHE_WRITES, 'input_tokens'],
  cache_write_1h_tokens: [...CACHE_WRITES, 'input_tokens'],
  cache_write_12h_tokens: [...CACHE_WRITES, 'input_tokens'],
  cached_input_audio_tokens: ['input_audio_tokens'],
  cached_input_image_tokens: ['input_image_tokens'],
};

function sideOf(meter: Meter): ReadonlySet<Meter> {
  if (PROMPT_METERS.has(meter)) return PROMPT_METERS;
  return OUTPUT_METERS.has(meter) ? OUTPUT_METERS : CALL_METERS;
}
