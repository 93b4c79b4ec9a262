import { chfPerUsdCharged } from '#aicore/prices/charge.ts';
import { costAtPrice, type TotalQuantities } from '#aicore/prices/cost-at-price.ts';
import type { Price } from '#aicore/prices/price.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import { must } from '#kernel/assert.ts';
import { addDecimals, type Decimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import type { ExchangeRateId, MandateId, PriceId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** What calls of a mandate used of a model under the same terms, together. Corrections count what they changed. */
export interface UsageSum {
  readonly mandateId: MandateId;
  readonly priceId: PriceId;
  readonly exchangeRateId: ExchangeRateId;
  readonly markupPpm: number;
  readonly tier: string | undefined;
  /** Priced as a long prompt then. */
  readonly wasLong: boolean;
  /** A long prompt by the new price. */
  readonly isLong: boolean;
  /** The provider stated the cost, or the charge was capped at its hold: no price changes it. */
  readonly isFixed: boolean;
  readonly calls: bigint;
  readonly charged: NanoChf;
  /** How many bookings it sums up, each of which was rounded by itself. */
  readonly bookings: bigint;
  readonly quantities: TotalQuantities;
}

/** What calls of a mandate cost at the provider, together. */
export interface CostSum {
  readonly mandateId: MandateId;
  readonly exchangeRateId: ExchangeRateId;
  readonly markupPpm: number;
  readonly isFixed: boolean;
  readonly calls: bigint;
  readonly charged: NanoChf;
  readonly bookings: bigint;
  readonly costUsd: Decimal;
}

/** What a change would have made of a time that is over. */
export interface Effect {
  readonly calls: bigint;
  readonly charged: NanoChf;
  readonly difference: NanoChf;
  /** How far `difference` may be from charging every call by itself. */
  readonly within: NanoChf;
  /** Calls that no change of this kind touches. */
  readonly fixedCalls: bigint;
  readonly byMandate: ReadonlyMap<MandateId, Omit<Effect, 'byMandate'>>;
}

/**
 * The new price instead of those that were charged. Exact, and rounded once for a mandate and once for all; a booking is
 * rounded by itself when it is charged, so this is within one nano-franc per booking of what would have been charged.
 */
export function effectOfPrice(sums: readonly UsageSum[], price: Omit<Price, 'id'>, book: PriceBook): Effect {
  return effectOf(sums, (sum) => {
    const { priceId, tier, wasLong, isLong, quantities } = sum;
    const old = must(book.priceById(priceId), 'the price that was charged');
    const costThen = costAtPrice(old, quantities, { tier, long: wasLong });
    const costNew = costAtPrice(price, quantities, { tier, long: isLong });
    return multiplyDecimals(minus(costNew, costThen), factorOf(sum, book));
  });
}

/** The new rate instead of those that were charged; as exact as `effectOfPrice`. */
export function effectOfRate(sums: readonly CostSum[], chfPerUsd: Decimal, book: PriceBook): Effect {
  return effectOf(sums, (sum) => {
    const rate = must(book.rateById(sum.exchangeRateId), 'the rate that was charged');
    const factorNew = chfPerUsdCharged({ rate: { ...rate, chfPerUsd }, markupPpm: sum.markupPpm });
    return multiplyDecimals(sum.costUsd, minus(factorNew, factorOf(sum, book)));
  });
}

type AnySum = Omit<CostSum, 'costUsd'>;

function effectOf<Sum extends AnySum>(sums: readonly Sum[], changeOf: (sum: Sum) => Decimal): Effect {
  const byMandate = Map.groupBy(sums, ({ mandateId }) => mandateId);
  const total = (some: readonly Sum[]): Omit<Effect, 'byMandate'> => {
    const touched = some.filter(({ isFixed }) => !isFixed);
    const exact = touched.map(changeOf).reduce(addDecimals, { coefficient: 0n, scale: 0 });
    const add = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
    return {
      calls: add(touched.map(({ calls }) => calls)),
      charged: add(touched.map(({ charged }) => charged)),
      difference: roundDecimal(exact, 9, 'half_up'),
      within: add(touched.map(({ bookings }) => bookings)) + 1n,
      fixedCalls: add(some.filter(({ isFixed }) => isFixed).map(({ calls }) => calls)),
    };
  };
  return {
    ...total(sums),
    byMandate: new Map([...byMandate].map(([mandateId, some]) => [mandateId, total(some)])),
  };
}

/** CHF charged per USD of cost. */
function factorOf({ exchangeRateId, markupPpm }: AnySum, book: PriceBook): Decimal {
  const rate = must(book.rateById(exchangeRateId), 'the rate that was charged');
  return chfPerUsdCharged({ rate, markupPpm });
}

function minus(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { ...b, coefficient: -b.coefficient });
}
