import type { ExchangeRateId, PriceId } from '#kernel/id.ts';
import type { ExchangeRate, Price } from './price.ts';

/**
 * All prices and rates as they were at one moment; never changes. A call pins its prices by keeping the book that it
 * began with, and its instant.
 */
export interface PriceBook {
  /** The price that holds at the instant. The model's exact name: see `models/model-name.ts` for aliases and dated ids. */
  priceAt(provider: string, model: string, instant: Date): Price | undefined;
  priceById(id: PriceId): Price | undefined;
  rateAt(instant: Date): ExchangeRate | undefined;
  rateById(id: ExchangeRateId): ExchangeRate | undefined;
}

export function createPriceBook(prices: readonly Price[], rates: readonly ExchangeRate[]): PriceBook {
  const byModel = Map.groupBy(newestFirst(prices), ({ provider, model }) => modelKey(provider, model));
  const byId = new Map(prices.map((price) => [price.id, price]));
  const ratesNewestFirst = newestFirst(rates);
  const ratesById = new Map(rates.map((rate) => [rate.id, rate]));
  return {
    priceAt: (provider, model, instant) =>
      firstValidAt(byModel.get(modelKey(provider, model)) ?? [], instant),
    priceById: (id) => byId.get(id),
    rateAt: (instant) => firstValidAt(ratesNewestFirst, instant),
    rateById: (id) => ratesById.get(id),
  };
}

function modelKey(provider: string, model: string): string {
  return `${provider}\n${model}`;
}

function newestFirst<T extends { readonly validFrom: Date }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime());
}

function firstValidAt<T extends { readonly validFrom: Date }>(
  rows: readonly T[],
  instant: Date,
): T | undefined {
  return rows.find(({ validFrom }) => validFrom.getTime() <= instant.getTime());
}
