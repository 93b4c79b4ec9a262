import { createModelCatalogue } from '#aicore/models/model-catalogue.ts';
import type { Terms } from '#aicore/prices/price.ts';
import { createPriceBook } from '#aicore/prices/price-book.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { decimal } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';

/** For tests: the real list as a book, as if it had been seeded. */
export const list = readPriceList();
export const catalogue = createModelCatalogue(list.models);
export const book = createPriceBook(
  list.prices.map((price) => ({ ...price, id: newId('prc') })),
  [],
);
export const NOW = new Date('2026-11-23T12:00:00Z');

export function termsOf(chfPerUsd: string, markupPpm: number): Terms {
  return {
    rate: { id: newId('fxr'), validFrom: new Date(0), chfPerUsd: decimal(chfPerUsd) },
    markupPpm,
  };
}
