import type { Price } from '../prices/price.ts';
import type { PriceBook } from '../prices/price-book.ts';
import type { Model } from './model.ts';
import { canonicalModelName } from './model-name.ts';

export interface ModelCatalogue {
  /** In the list's order, the ones that are not offered too. */
  readonly models: readonly Model[];
  /** By exact name, alias or dated id. */
  find(provider: string, name: string): Model | undefined;
  /** The price of a model that answered, by whatever name the provider gave it. */
  priceOf(book: PriceBook, provider: string, name: string, instant: Date): Price | undefined;
}

export function createModelCatalogue(models: readonly Model[]): ModelCatalogue {
  const byName = new Map<string, Model>();
  for (const model of models) {
    for (const name of [model.name, ...model.aliases]) byName.set(modelKey(model.provider, name), model);
  }
  const find = (provider: string, name: string): Model | undefined => {
    const canonical = canonicalModelName(name, (text) => byName.get(modelKey(provider, text))?.name);
    return canonical === undefined ? undefined : byName.get(modelKey(provider, canonical));
  };
  return {
    models,
    find,
    priceOf: (book, provider, name, instant) => {
      const nameOf = (text: string) =>
        book.priceAt(provider, text, instant) ? text : byName.get(modelKey(provider, text))?.name;
      const canonical = canonicalModelName(name, nameOf);
      return canonical === undefined ? undefined : book.priceAt(provider, canonical, instant);
    },
  };
}

function modelKey(provider: string, name: string): string {
  return `${provider}\n${name}`;
}
