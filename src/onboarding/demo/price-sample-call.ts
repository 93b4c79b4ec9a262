import type { Quantities } from '#aicore/meters.ts';
import type { Price, Terms } from '#aicore/prices/price.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import type { Charge } from '#billing/ledger/ledger.ts';
import { chargeOf } from '#gateway/price-usage.ts';
import type { NanoChf } from '#kernel/money.ts';
import { formatChfShort } from '#kernel/money.ts';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import type { SampleEnding } from './sample-call.ts';
import type { ModelFamily } from './sample-uses.ts';

/** The model that people use at this moment, and everything that a charge depends on. */
export interface PricedModel {
  readonly model: string;
  readonly price: Price;
  readonly terms: Terms;
}

const DAY_MS = 86_400_000;
/** So long after its first price people have heard of a model. */
const HEARSAY_MS = 6 * DAY_MS;

/** Undefined: none of the family had a price yet. */
export function modelAt(
  book: PriceBook,
  { provider, models }: ModelFamily,
  at: Date,
  markupPpm: number,
): PricedModel | undefined {
  const rate = book.rateAt(at);
  const before = new Date(at.getTime() - HEARSAY_MS);
  const model = models.find((name) => book.priceAt(provider, name, before) !== undefined);
  const price = model === undefined ? undefined : book.priceAt(provider, model, at);
  return rate && model !== undefined && price ? { model, price, terms: { rate, markupPpm } } : undefined;
}

/** What the gateway would hold: the prompt with a margin, and the longest answer; at least the shortest. */
export function boundsOf(
  model: PricedModel,
  quantities: Quantities,
): { readonly minimum: NanoChf; readonly wanted: NanoChf } {
  const output = quantities.output_tokens ?? 0;
  const asked = output > 4_096 ? 8_192 : 4_096;
  const bound = (tokens: number) =>
    priced(model, { ...quantities, ...(output > 0 ? { output_tokens: tokens } : {}) });
  const wanted = (bound(asked).amount * 11n) / 10n + 1n;
  const minimum = bound(Math.min(output, 64)).amount;
  return { minimum: minimum > 0n ? minimum : 1n, wanted };
}

const FAILURES = [
  'provider_status_529',
  'provider_status_500',
  'failed_before_generation',
  'provider_status_400',
  'not_sent',
];

/** Nearly always as the provider counts it; sometimes it does not say, is cut off, or fails. */
export function endingOf(
  model: PricedModel,
  quantities: Quantities,
  wanted: NanoChf,
  random: SeededRandom,
): SampleEnding {
  const chance = random.next();
  if (chance < 0.018) return { kind: 'void', reason: random.pick(FAILURES) };
  const hasOutput = quantities.output_tokens !== undefined;
  if (hasOutput && chance < 0.0184) return { kind: 'capture', charge: unknownCharge(model, wanted) };
  if (hasOutput && chance < 0.026) return { kind: 'capture', charge: ownCount(model, quantities, 'journal') };
  if (hasOutput && chance < 0.038)
    return { kind: 'capture', charge: ownCount(model, quantities, 'estimated') };
  return { kind: 'capture', charge: priced(model, quantities) };
}

function priced(
  { model, price, terms }: PricedModel,
  quantities: Quantities,
  usageSource: Charge['usageSource'] = 'provider',
  remark?: string,
): Charge {
  const call = { request: { model }, prices: { price, terms, priceOf: () => undefined } };
  return chargeOf(call, { parts: [{ model, quantities }], ...(remark ? { remark } : {}) }, usageSource);
}

/** Rappen counts a text, and knows nothing of a cache. */
function ownCount(model: PricedModel, quantities: Quantities, source: 'journal' | 'estimated'): Charge {
  const { cached_input_tokens = 0, cache_write_5m_tokens = 0, input_tokens = 0, ...others } = quantities;
  const all = input_tokens + cached_input_tokens + cache_write_5m_tokens;
  return priced(model, { ...others, input_tokens: all }, source, 'no_usage');
}

function unknownCharge({ model, price }: PricedModel, wanted: NanoChf): Charge {
  return {
    amount: 0n,
    usageSource: 'unknown',
    modelAnswered: model,
    priceId: price.id,
    costUsd: '0',
    usage: [],
    ...{ inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
    remark: `cut_without_usage: may have cost up to CHF ${formatChfShort(wanted)}`,
  };
}
