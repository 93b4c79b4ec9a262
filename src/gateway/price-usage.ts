import { METERS, type Meter } from '#aicore/meters.ts';
import { calculatePriceChf, type PricedCall } from '#aicore/prices/charge.ts';
import type { ReportedUsage } from '#aicore/provider.ts';
import type { Charge, UsageSource } from '#billing/ledger/ledger.ts';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChfShort } from '#kernel/money.ts';
import { estimateUsage } from './estimate-usage.ts';
import type { HeldCall } from './held-call.ts';
import type { Ending } from './relay-stream.ts';

/** What becomes of a hold. */
export type Outcome =
  | { readonly kind: 'capture'; readonly charge: Charge }
  | { readonly kind: 'void'; readonly reason: string };

/**
 * What an answered call costs. The provider's own count, if it came at all; nothing, if it failed before it generated.
 * Otherwise our count of what was shown: `journal` where the answer was cut, `estimated` where it was whole without
 * a count or where nobody waited for its end. Where nothing was shown either: `unknown`, charged 0, for the operator to decide.
 */
export function priceUsage(held: HeldCall, ending: Ending): Outcome {
  const report = held.answer.report();
  if (report.kind === 'reported') return { kind: 'capture', charge: chargeOf(held, report, 'provider') };
  if (report.reason === 'failed_before_generation')
    return { kind: 'void', reason: 'failed_before_generation' };
  const charge = chargeSoFar(held, ending === 'cut' ? 'journal' : 'estimated', report.reason);
  return charge ? { kind: 'capture', charge } : unknownUsage(held, `${ending}_without_usage`);
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

/** What the call would be charged by our own count, never above its hold. Undefined: nothing of an answer has arrived. */
export function chargeSoFar(
  held: HeldCall,
  source: 'journal' | 'estimated',
  remark?: string,
): Charge | undefined {
  const report = held.answer.report();
  // A count that has arrived is better than ours, also in the journal of a stream that has not ended yet.
  if (report.kind === 'reported') return chargeOf(held, report, source);
  const quantities = estimateUsage(held);
  if (!quantities) return undefined;
  const parts = [{ model: report.model, quantities }];
  const charge = chargeOf(held, { parts, ...(remark ? { remark } : {}) }, source);
  if (charge.amount <= held.hold.grantedNanoChf) return charge;
  return {
    ...charge,
    amount: held.hold.grantedNanoChf,
    remark: `${charge.remark ?? source}, capped_at_hold`,
  };
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
