import { METERS, type Meter } from '#aicore/meters.ts';
import { calculatePriceChf, type PricedCall } from '#aicore/prices/charge.ts';
import type { ReportedUsage, UsagePart } from '#aicore/provider.ts';
import type { Charge, UsageSource } from '#billing/ledger/ledger.ts';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChfShort, NANO_PER_CHF } from '#kernel/money.ts';
import { estimateUsage, hasBegun } from './estimate-usage.ts';
import type { HeldCall } from './held-call.ts';
import type { Ending } from './relay-stream.ts';

/** What becomes of a hold. */
export type Outcome =
  | { readonly kind: 'capture'; readonly charge: Charge }
  | { readonly kind: 'void'; readonly reason: string };

/**
 * What an answered call costs. The provider's own count, if it came at all; nothing, if it failed before it generated.
 * Otherwise our count of what was shown: `journal` where the answer was cut, `estimated` where it was whole without
 * a count, or where nobody waited for its end. Where it ended with nothing shown: `unknown`, charged 0, for the operator
 * to decide.
 */
export function priceUsage(held: HeldCall, ending: Ending): Outcome {
  try {
    return outcomeOf(held, ending);
  } catch (error) {
    // A call must end, even if its answer was beyond what we can compute with.
    return unknownUsage(held, `pricing_failed (${error instanceof Error ? error.message : String(error)})`);
  }
}

function outcomeOf(held: HeldCall, ending: Ending): Outcome {
  const report = held.answer.report();
  if (report.kind === 'reported') {
    const charge = chargeOf(held, report, 'provider');
    return { kind: 'capture', charge: isBelievable(charge) ? charge : ownCount(held, 'estimated', 'absurd') };
  }
  if (report.reason === 'failed_before_generation')
    return { kind: 'void', reason: 'failed_before_generation' };
  if (ending !== 'whole' && !hasBegun(held)) return unknownUsage(held, `${ending}_without_usage`);
  return {
    kind: 'capture',
    charge: ownCount(held, ending === 'cut' ? 'journal' : 'estimated', report.reason),
  };
}

/** The call may have reached the provider, and nobody knows what it cost. */
export function unknownUsage({ request, prices, hold }: HeldCall, why: string): Outcome {
  const charge: Charge = {
    amount: 0n,
    usageSource: 'unknown',
    modelAnswered: request.model,
    priceId: prices.price.id,
    costUsd: '0',
    usage: [],
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    remark: `${why}: may have cost up to CHF ${formatChfShort(hold.grantedNanoChf)}`,
  };
  return { kind: 'capture', charge };
}

/** For the journal of a stream: its charge if it ended now. Undefined: nothing has arrived. */
export function chargeSoFar(held: HeldCall): Charge | undefined {
  const report = held.answer.report();
  const isReported = report.kind === 'reported';
  if (!isReported && !hasBegun(held)) return undefined;
  const charge = isReported ? chargeOf(held, report, 'journal') : ownCount(held, 'journal');
  return charge.usageSource === 'journal' && isBelievable(charge) ? charge : undefined;
}

/** No call costs a million francs: such a count is as absurd as a negative one. It would not even fit into a balance. */
function isBelievable(charge: Charge): boolean {
  return charge.amount <= MOST_BELIEVABLE;
}

const MOST_BELIEVABLE = 1_000_000n * NANO_PER_CHF;

/** An estimate is never charged above its hold. */
function ownCount(held: HeldCall, source: 'journal' | 'estimated', remark?: string): Charge {
  const report = held.answer.report();
  const model = report.kind === 'missing' ? report.model : undefined;
  const usage = { parts: [{ model, quantities: estimateUsage(held) }], ...(remark ? { remark } : {}) };
  const charge = chargeOf(held, usage, source);
  const most = held.hold.grantedNanoChf;
  if (charge.amount <= most || (source === 'journal' && isBelievable(charge))) return charge;
  return {
    ...charge,
    usageSource: 'estimated',
    amount: most,
    remark: [charge.remark, 'capped_at_hold'].filter(Boolean).join(', '),
  };
}

/** The charge for a usage, by the prices that were pinned for the call. */
export function chargeOf(
  held: ChargedCall,
  usage: Pick<ReportedUsage, 'parts' | 'statedCostUsd' | 'remark'>,
  usageSource: UsageSource,
): Charge {
  const { request, prices } = held;
  const priced = calculatePriceChf({
    usage: { ...usage, parts: usage.parts.map(storable) },
    asked: { model: request.model, price: prices.price },
    priceOf: prices.priceOf,
    terms: prices.terms,
  });
  const first = must(priced.parts[0], 'a priced part');
  return {
    amount: priced.amountNanoChf,
    usageSource,
    modelAnswered: first.model,
    priceId: first.priceId,
    costUsd: formatDecimal(priced.costUsd),
    usage: priced.parts,
    ...tokenCounts(priced),
    ...(priced.remarks.length > 0 ? { remark: priced.remarks.join(', ') } : {}),
  };
}

/** What a charge depends on beside the usage. */
interface ChargedCall {
  readonly request: Pick<HeldCall['request'], 'model'>;
  readonly prices: Pick<HeldCall['prices'], 'price' | 'terms' | 'priceOf'>;
}

/** Names come from the provider: what a row cannot hold, or an index, would stop the booking. */
function storable({ model, tier, quantities }: UsagePart): UsagePart {
  return {
    model: model === undefined ? undefined : storableName(model),
    ...(tier === undefined ? {} : { tier: storableName(tier) }),
    quantities,
  };
}

const LONGEST_NAME = 200;

function storableName(name: string): string {
  return name
    .slice(0, LONGEST_NAME)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\ufffd');
}

/** For statistics: prompt, of it from the cache, and output. */
export function tokenCounts({
  parts,
}: Pick<PricedCall, 'parts'>): Pick<Charge, 'inputTokens' | 'cachedTokens' | 'outputTokens'> {
  const total = (meters: readonly Meter[]) =>
    parts.reduce(
      (sum, { quantities }) => meters.reduce((part, meter) => part + (quantities[meter] ?? 0), sum),
      0,
    );
  return {
    inputTokens: total(INPUT_METERS),
    cachedTokens: total(CACHED_METERS),
    outputTokens: total(OUTPUT_METERS),
  };
}

const TOKEN_METERS = METERS.filter((meter) => meter.endsWith('_tokens'));
const OUTPUT_METERS = TOKEN_METERS.filter((meter) => meter.startsWith('output_'));
const INPUT_METERS = TOKEN_METERS.filter((meter) => !OUTPUT_METERS.includes(meter));
const CACHED_METERS = INPUT_METERS.filter((meter) => meter.startsWith('cached_'));
