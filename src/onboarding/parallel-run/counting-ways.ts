import { METERS, type Meter, type Quantities } from '#aicore/meters.ts';
import type { PricedCall } from '#aicore/prices/charge.ts';
import { quantitiesOf } from '#aicore/quantities.ts';
import { tokenCounts } from '#gateway/price-usage.ts';
import type { CallPrices } from './call-prices.ts';
import type { CountedUsage, PlatformCall } from './platform-call.ts';

/** What a platform may have counted. */
export interface CountingWay {
  readonly usage: CountedUsage;
  /** What such a platform does otherwise than the provider. */
  readonly cause: string;
}

/** The provider's count of a call, or that of the line where nobody kept the provider's. */
export function providerCount(call: PlatformCall, prices: CallPrices): CountedUsage {
  return call.usage ?? lineCount(call, ownQuantities(call, prices));
}

/** Other counts from which the platform may have computed its cost, the likeliest first; `ours` is the provider's, priced. */
export function otherCounts(
  call: PlatformCall,
  prices: CallPrices,
  ours: PricedCall,
): readonly CountingWay[] {
  const own = ownQuantities(call, prices);
  if (Object.keys(own).length === 0) return [];
  const { input, cached } = call.counts;
  const way = (cause: string, quantities: Quantities) => ({
    cause,
    usage: lineCount(call, quantitiesOf(quantities)),
  });
  const ways = call.usage ? [way(otherThanProvider(call, ours), own)] : [];
  if (cached === 0) return ways;
  return [
    ...ways,
    way('counts cached tokens as plain ones', { ...own, input_tokens: input, cached_input_tokens: 0 }),
    way('counts cached tokens beside the input, of which they are a part', {
      ...own,
      input_tokens: input,
    }),
  ];
}

/** The model and tier that answered, with other quantities: prices are another matter. */
function lineCount({ usage }: PlatformCall, quantities: Quantities): CountedUsage {
  const [first] = usage?.parts ?? [];
  const tier = first?.tier === undefined ? {} : { tier: first.tier };
  return { parts: [{ model: first?.model, ...tier, quantities }] };
}

/** A line has tokens only; where a request has its price, a call is one. */
function ownQuantities({ counts }: PlatformCall, { asked }: CallPrices): Quantities {
  return quantitiesOf({
    input_tokens: counts.input - counts.cached,
    cached_input_tokens: counts.cached,
    output_tokens: counts.output,
    requests: asked.price.perMillion.requests === undefined ? 0 : 1,
  });
}

const OF_A_LINE: ReadonlySet<Meter> = new Set<Meter>([
  'input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'requests',
]);

function otherThanProvider({ counts }: PlatformCall, ours: PricedCall): string {
  if (ours.parts.some(({ statedCostUsd }) => statedCostUsd !== undefined)) {
    return 'computes the cost from tokens, though the provider states it';
  }
  const tokens = tokenCounts(ours);
  const differing = [
    ...(counts.input === tokens.inputTokens ? [] : ['input tokens']),
    ...(counts.cached === tokens.cachedTokens ? [] : ['cached tokens']),
    ...(counts.output === tokens.outputTokens ? [] : ['output tokens']),
  ];
  const unknown = METERS.filter(
    (meter) => !OF_A_LINE.has(meter) && ours.parts.some(({ quantities }) => (quantities[meter] ?? 0) > 0),
  ).map((meter) => meter.replaceAll('_', ' '));
  const causes = [
    ...(differing.length > 0 ? [`counts other ${differing.join(', ')} than the provider`] : []),
    ...(unknown.length > 0 ? [`does not count ${unknown.join(', ')}`] : []),
  ];
  return causes.join(', ') || 'counts otherwise than the provider';
}
