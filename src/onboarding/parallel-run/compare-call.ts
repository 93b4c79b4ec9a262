import type { PricedCall } from '#aicore/prices/charge.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { CallPrices } from './call-prices.ts';
import type { FactorPoint } from './constant-factor.ts';
import { otherCounts, providerCount } from './counting-ways.ts';
import { type PlatformAmount, platformAmount } from './platform-amount.ts';
import type { CountedUsage, PlatformCall } from './platform-call.ts';
import { otherPricings, priceAtCost } from './pricing-ways.ts';
import type { WrittenDecimals } from './written-decimals.ts';

/** A call as Rappen prices it, against what the platform says; all of it without markup. */
export interface CallComparison {
  readonly ours: PricedCall;
  readonly platformNanoChf: NanoChf;
  /** Undefined: they agree but for rounding. */
  readonly gap: Gap | undefined;
}

/** Why two amounts differ. */
export interface Gap {
  /** Each of them comes to the platform's amount, the plainest first. */
  readonly ways: readonly Way[];
  /** Where none does: what the platform's own counts make out, and the rest, which is the price. */
  readonly rest: Parts;
  /** Undefined: there is nothing to compute with. */
  readonly point: FactorPoint | undefined;
}

/** Of Rappen's cost less the platform's. What is left of it is rounding. */
export interface Parts {
  readonly tokens: NanoChf;
  readonly price: NanoChf;
}

/** What a platform does otherwise than Rappen, so that its amount comes out. */
export interface Way extends Parts {
  readonly cause: string;
}

/** Pure. */
export function compareCall(
  call: PlatformCall,
  prices: CallPrices,
  decimals: WrittenDecimals,
): CallComparison {
  const count = providerCount(call, prices);
  const ours = priceAtCost(prices, count);
  const amount = call.cost && platformAmount(call.cost, prices.rate, decimals);
  const platformNanoChf = amount?.nanoChf ?? 0n;
  const isSame = ours.amountNanoChf === platformNanoChf || amount?.isRounded(ours);
  const gap = isSame ? undefined : gapOf(call, prices, { amount, count, ours });
  return { ours, platformNanoChf, gap };
}

function gapOf(
  call: PlatformCall,
  prices: CallPrices,
  { amount, ours, count }: Pick<Facts, 'ours' | 'count'> & { readonly amount: PlatformAmount | undefined },
): Gap {
  const all = ours.amountNanoChf - (amount?.nanoChf ?? 0n);
  const only = (cause: string, rest: Parts) => ({ ways: [{ cause, ...rest }], rest, point: undefined });
  if (!amount) return only('states no cost', { tokens: 0n, price: all });
  if (amount.stated.coefficient === 0n) return only('charges nothing', { tokens: 0n, price: all });
  if (!hasCount(ours)) {
    const cause = call.usage ? 'charges for what used nothing, by the provider' : 'has no count';
    return only(cause, { tokens: all, price: 0n });
  }
  return computedGap(call, prices, { amount, ours, count });
}

interface Facts {
  readonly amount: PlatformAmount;
  readonly ours: PricedCall;
  /** Of which `ours` is the price. */
  readonly count: CountedUsage;
}

/** Every other way of counting, and every other way of pricing; both at once only where neither alone is it. */
function computedGap(call: PlatformCall, prices: CallPrices, { amount, ours, count }: Facts): Gap {
  const counts = otherCounts(call, prices, ours).map(({ cause, usage }) => {
    const priced = priceAtCost(prices, usage);
    return { cause, usage, priced, tokens: ours.amountNanoChf - priced.amountNanoChf };
  });
  const pricings = otherPricings(prices, ours);
  const pricedWays = (usage: CountedUsage, base: PricedCall, tokens: NanoChf, before = ''): Way[] =>
    pricings.flatMap(({ cause, price }) => {
      const otherwise = price(usage);
      if (!amount.isRounded(otherwise)) return [];
      return [{ cause: before + cause, tokens, price: base.amountNanoChf - otherwise.amountNanoChf }];
    });
  const single: Way[] = [
    ...counts
      .filter(({ priced }) => amount.isRounded(priced))
      .map(({ cause, tokens }) => ({ cause, tokens, price: 0n })),
    ...pricedWays(count, ours, 0n),
  ];
  const ways =
    single.length > 0
      ? single
      : counts.flatMap(({ cause, usage, priced, tokens }) =>
          pricedWays(usage, priced, tokens, `${cause}, and `),
        );
  // Where the provider's count is there, the first of the others is the line's own.
  const own = (call.usage && counts[0]) ?? { priced: ours, tokens: 0n };
  const { stated, unit } = amount;
  return {
    ways,
    rest: { tokens: own.tokens, price: own.priced.amountNanoChf - amount.nanoChf },
    point: { counted: amount.exactly(own.priced), stated, unit },
  };
}

function hasCount({ parts }: PricedCall): boolean {
  return parts.some(
    ({ quantities, statedCostUsd }) => statedCostUsd !== undefined || Object.keys(quantities).length > 0,
  );
}
