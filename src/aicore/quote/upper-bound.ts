import { assert } from '#kernel/assert.ts';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  multiplyDecimals,
  roundDecimal,
} from '#kernel/decimal.ts';
import { AppError } from '#kernel/error.ts';
import type { NanoChf } from '#kernel/money.ts';
import { METERS, type Meter, type Quantities } from '../meters.ts';
import { chargeOf, chfPerUsdCharged } from '../prices/charge.ts';
import {
  CALL_METERS,
  isLongPrompt,
  isStandardTier,
  isTierPriced,
  meterPrice,
} from '../prices/meter-price.ts';
import type { Price, Terms } from '../prices/price.ts';
import type { MeteredRequest, ModelLimits } from '../provider.ts';

export interface QuoteRequest {
  readonly request: Pick<MeteredRequest, 'inputBound' | 'output' | 'tier' | 'model'>;
  readonly limits: ModelLimits;
  readonly price: Price;
  readonly terms: Terms;
  readonly how: 'bytes' | 'estimate';
}

/** The most that a call can cost, as a function of its output limit (tokens per choice). Amounts are rounded up. */
export interface UpperBound {
  /** With the least output that makes sense, and with the output asked for (else the model's limit). Equal where there is no output. */
  readonly minimumNanoChf: NanoChf;
  readonly wantedNanoChf: NanoChf;
  /** Undefined: the endpoint gives no output tokens. */
  readonly minimumOutputTokens: number | undefined;
  readonly wantedOutputTokens: number | undefined;
  boundFor(maxOutputTokens: number): NanoChf;
  /** The largest output limit, up to the wanted one, whose bound fits into the grant; 0 if nothing fits. Undefined where there is no output. */
  outputTokensFor(grantNanoChf: NanoChf): number | undefined;
}

/**
 * Pure. Takes the dearest price that can apply: of every meter that the bounded tokens may turn out to be, of the long
 * prompt if the bound reaches it, and of every tier that the answer may carry. Throws `model_not_priced` for a tier
 * without a price.
 */
export function quoteUpperBound({ request, limits, price, terms, how }: QuoteRequest): UpperBound {
  const bound = request.inputBound(limits, how);
  const priceOf = dearestPrices(price, bound, tiersToExpect(price, request));
  const inputUsd = METERS.filter((meter) => bound[meter])
    .map((meter) => times(priceOf(meter), bound[meter] ?? 0))
    .reduce(addDecimals, { coefficient: 0n, scale: 0 });
  if (!request.output) {
    const amount = chargeOf(inputUsd, terms, 'up');
    return {
      minimumNanoChf: amount,
      wantedNanoChf: amount,
      minimumOutputTokens: undefined,
      wantedOutputTokens: undefined,
      boundFor: () => amount,
      outputTokensFor: () => undefined,
    };
  }
  const { output } = request;
  const perTokenUsd = times(priceOf(output.meter), output.choices);
  const wanted = Math.min(output.limit ?? limits.maxOutputTokens, limits.maxOutputTokens);
  const minimum = Math.min(output.minimum, wanted);
  const boundFor = (tokens: number) =>
    chargeOf(addDecimals(inputUsd, times(perTokenUsd, tokens)), terms, 'up');
  return {
    minimumNanoChf: boundFor(minimum),
    wantedNanoChf: boundFor(wanted),
    minimumOutputTokens: minimum,
    wantedOutputTokens: wanted,
    boundFor,
    outputTokensFor: (grant) => largestOutput(grant, inputUsd, perTokenUsd, terms, wanted),
  };
}

/** Largest n with (input + n x perToken) x terms <= grant: exact, so it is the inverse of the bound without trying. */
function largestOutput(
  grant: NanoChf,
  inputUsd: Decimal,
  perTokenUsd: Decimal,
  terms: Terms,
  most: number,
): number {
  const chfPerUsd = chfPerUsdCharged(terms);
  const input = multiplyDecimals(inputUsd, chfPerUsd);
  const perToken = multiplyDecimals(perTokenUsd, chfPerUsd);
  const scale = Math.max(input.scale, perToken.scale, NANO_DIGITS);
  const left = grant * 10n ** BigInt(scale - NANO_DIGITS) - roundDecimal(input, scale, 'up');
  if (left < 0n) return 0;
  const each = roundDecimal(perToken, scale, 'up');
  if (each === 0n || left / each > BigInt(most)) return most;
  return Number(left / each);
}

const NANO_DIGITS = 9;

/** The dearest unit price per meter under everything that may come true. */
function dearestPrices(price: Price, bound: Quantities, tiers: readonly (string | undefined)[]) {
  const lengths = isLongPrompt(price, bound) ? [false, true] : [false];
  const terms = lengths.flatMap((long) => tiers.map((tier) => ({ long, tier })));
  return (meter: Meter): Decimal =>
    coveredBy(meter)
      .flatMap((covered) => terms.map((each) => meterPrice(price, covered, each).usdPerUnit))
      .reduce((a, b) => (compareDecimals(a, b) >= 0 ? a : b));
}

/** What units bounded on a meter may be counted as in the end: a cache write may turn out to be a read, or plain input. */
export function coveredBy(meter: Meter): readonly Meter[] {
  return CALL_METERS.has(meter) ? [meter] : [meter, ...(COVERED[meter] ?? [])];
}

const COVERED: Readonly<Partial<Record<Meter, readonly Meter[]>>> = {
  input_tokens: ['cached_input_tokens'],
  cache_write_5m_tokens: ['input_tokens', 'cached_input_tokens'],
  cache_write_30m_tokens: ['input_tokens', 'cached_input_tokens'],
  cache_write_1h_tokens: ['input_tokens', 'cached_input_tokens', 'cache_write_5m_tokens'],
  cache_write_12h_tokens: ['input_tokens', 'cached_input_tokens', 'cache_write_30m_tokens'],
  input_audio_tokens: ['input_tokens', 'cached_input_tokens', 'cached_input_audio_tokens'],
  input_image_tokens: ['input_tokens', 'cached_input_tokens', 'cached_input_image_tokens'],
  output_audio_tokens: ['output_tokens'],
};

/** A tier asked for may be given or not (then it is standard); `auto` lets the provider choose any. */
function tiersToExpect(price: Price, request: QuoteRequest['request']): readonly (string | undefined)[] {
  const { tier, model } = request;
  if (tier === 'auto') return [undefined, ...Object.keys(price.tiers)];
  if (isStandardTier(tier)) return [undefined];
  if (!isTierPriced(price, tier)) {
    throw new AppError(
      'model_not_priced',
      { model, tier: tier ?? '' },
      `The service tier "${tier}" of ${model} has no price here.`,
    );
  }
  return [undefined, tier];
}

function times(usd: Decimal, count: number): Decimal {
  assert(Number.isSafeInteger(count) && count >= 0, 'a bound is a whole number');
  return { coefficient: usd.coefficient * BigInt(count), scale: usd.scale };
}
