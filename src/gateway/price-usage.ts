import { METERS, type Meter } from '#aicore/meters.ts';
import { calculatePriceChf, type PricedCall } from '#aicore/prices/charge.ts';
import type { ReportedUsage } from '#aicore/provider.ts';
import type { Charge, UsageSource } from '#billing/ledger/ledger.ts';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChfShort } from '#kernel/money.ts';
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
  const report = held.answer.report();
  if (report.kind === 'reported') return { kind: 'capture', charge: chargeOf(held, report, 'provider') };
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
  if (report.kind === 'reported') return chargeOf(held, report, 'journal');
  return hasBegun(held) ? ownCount(held, 'journal') : undefined;
}

/** An estimate is never charged above its hold. */
function ownCount(held: HeldCall, source: 'journal' | 'estimated', remark?: string): Charge {
  const report = held.answer.report();
  const model = report.kind === 'missing' ? report.model : undefined;
  const usage = { parts: [{ model, quantities: estimateUsage(held) }], ...(remark ? { remark } : {}) };
  const charge = chargeOf(held, usage, source);
  const most = held.hold.grantedNanoChf;
  if (source === 'journal' || charge.amount <= most) return charge;
  return { ...charge, amount: most, remark: [charge.remark, 'capped_at_hold'].filter(Boolean).join(', ') };
}

function chargeOf(
  held: HeldCall,
  usage: Pick<ReportedUsage, 'parts' | 'statedCostUsd' | 'remark'>,
  usageSource: UsageSource,
): Charge {
  const { request, prices } = held;
  const priced = calculatePriceChf({
    usage,
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

/** For statistics: prompt, of it from the cache, and output. */
function tokenCounts({ parts }: PricedCall): Pick<Charge, 'inputTokens' | 'cachedTokens' | 'outputTokens'> {
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
