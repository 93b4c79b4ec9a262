import type { ModelCatalogue } from '#aicore/models/model-catalogue.ts';
import type { ExchangeRate, Price } from '#aicore/prices/price.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import { decimal } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';
import type { ImportMapping } from '../import/import-mapping.ts';
import type { PlatformCall } from './platform-call.ts';

/** Everything that the cost of a call depends on, as of its instant. */
export interface CallPrices {
  readonly asked: { readonly model: string; readonly price: Price };
  readonly priceOf: (model: string) => Price | undefined;
  readonly rate: ExchangeRate;
  /** Prices that the model had before or has later, the nearest first. */
  readonly otherVersions: readonly PriceVersion[];
}

export interface PriceVersion {
  readonly price: Price;
  /** `the price until 2026-09-01` */
  readonly title: string;
}

/** Why a call has no cost in Rappen. */
export type Unpriced = {
  readonly unpriced: 'the model has no price in Rappen' | 'there is no exchange rate';
};

export type CallPricer = (call: Pick<PlatformCall, 'provider' | 'model' | 'at'>) => CallPrices | Unpriced;

/**
 * As the gateway prices: by the version of the call's instant. The exchange rate is the mapping's newest one until the day, as for
 * the history, else Rappen's own.
 */
export function createCallPricer(
  { book, catalogue, prices }: { book: PriceBook; catalogue: ModelCatalogue; prices: readonly Price[] },
  { chfPerUsd }: Pick<ImportMapping, 'chfPerUsd'>,
  day: string,
): CallPricer {
  const ofMapping = rateOfMapping(chfPerUsd, day);
  const versions = Map.groupBy(prices, ({ provider, model }) => `${provider}\n${model}`);
  return ({ provider, model, at }) => {
    const priceOf = (name: string) => catalogue.priceOf(book, provider, name, at);
    // A provider without models: whatever the platform calls it.
    const price = priceOf(model) ?? book.priceAt(provider, '*', at);
    if (!price) return { unpriced: 'the model has no price in Rappen' };
    const rate = ofMapping ?? book.rateAt(at);
    if (!rate) return { unpriced: 'there is no exchange rate' };
    const others = () => otherVersions(versions.get(`${provider}\n${price.model}`) ?? [], price);
    return {
      ...{ asked: { model, price }, priceOf, rate },
      get otherVersions() {
        return others();
      },
    };
  };
}

function rateOfMapping(chfPerUsd: ImportMapping['chfPerUsd'], day: string): ExchangeRate | undefined {
  const newest = Object.keys(chfPerUsd)
    .filter((from) => from <= day)
    .toSorted()
    .at(-1);
  const text = newest === undefined ? undefined : chfPerUsd[newest];
  if (newest === undefined || text === undefined) return undefined;
  return { id: newId('fxr'), validFrom: new Date(`${newest}T00:00:00Z`), chfPerUsd: decimal(text) };
}

function otherVersions(versions: readonly Price[], current: Price): readonly PriceVersion[] {
  const inTime = versions.toSorted((a, b) => a.validFrom.getTime() - b.validFrom.getTime());
  const place = inTime.findIndex(({ id }) => id === current.id);
  const before = inTime.slice(0, Math.max(place, 0)).map((price, index) => ({
    price,
    title: `the price until ${dayOf(inTime[index + 1] ?? current)}`,
  }));
  const after = inTime
    .slice(place + 1)
    .map((price) => ({ price, title: `the price from ${dayOf(price)} on` }));
  return [...before.toReversed(), ...after];
}

function dayOf({ validFrom }: Price): string {
  return validFrom.toISOString().slice(0, 10);
}
