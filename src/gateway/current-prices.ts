import { createPriceService } from '#aicore/prices/price.service.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import type { Changes } from '#db/changes.ts';
import type { Db } from '#db/database.ts';

export interface CurrentPrices {
  /** All prices and rates, as of now. Throws `database_unavailable` if they must be read and cannot. */
  book(): Promise<PriceBook>;
  close(): void;
}

const PRICE_TABLES = ['price', 'exchange_rate'];

/** Prices in memory, until they change anywhere; while we cannot hear of changes they are read for every call. */
export function createCurrentPrices(db: Db, changes: Changes): CurrentPrices {
  const prices = createPriceService(db);
  const close = changes.onChange((table) => {
    if (table === undefined || PRICE_TABLES.includes(table)) prices.forget();
  });
  return {
    book: () => {
      if (!changes.connected) prices.forget();
      return prices.book();
    },
    close,
  };
}
