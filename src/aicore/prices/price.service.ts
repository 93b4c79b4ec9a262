import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { parseDecimal } from '#kernel/decimal.ts';
import { haveSameAmounts, insertExchangeRate, insertPrice, readPriceBook } from './price.store.ts';
import type { PriceBook } from './price-book.ts';
import type { ListedPrice } from './price-list.ts';

/**
 * Puts the prices of the list into the database that are not there yet, all or none; run at every start. A price that
 * is there with other amounts for the same date is an error: prices are followed by newer ones, never changed.
 */
export async function seedPrices(
  db: Db,
  prices: readonly ListedPrice[],
): Promise<{ readonly added: number }> {
  return transaction(db, async (tx) => {
    const before = await readPriceBook(tx);
    let added = 0;
    for (const price of prices) {
      const there = before.priceAt(price.provider, price.model, price.validFrom);
      if (there?.validFrom.getTime() === price.validFrom.getTime()) assertUnchanged(there, price);
      else if (await insertPrice(tx, price)) added++;
      else assertUnchanged(await priceOfDate(tx, price), price);
    }
    return { added };
  });
}

/** The first exchange rate, from `USD_CHF`: only where there is none yet. Throws a `RangeError` for what is no positive decimal number. */
export async function seedExchangeRate(db: Db, chfPerUsd: string, validFrom: Date): Promise<boolean> {
  const value = parseDecimal(chfPerUsd);
  if (!value || value.coefficient <= 0n)
    throw new RangeError(`not an exchange rate: ${chfPerUsd.slice(0, 40)}`);
  return transaction(db, async (tx) => {
    if ((await readPriceBook(tx)).rateAt(FAR_FUTURE)) return false;
    return (await insertExchangeRate(tx, { validFrom, chfPerUsd, source: 'USD_CHF' })) !== undefined;
  });
}

/** The prices in memory, read again after `NOTIFY rappen_changed`. */
export interface PriceService {
  /** The newest book. Throws `database_unavailable` if it must be read and cannot. */
  book(): Promise<PriceBook>;
  /** What was read is out of date: the next `book()` reads again. Call it for every message, and when the listener comes back. */
  forget(): void;
}

export function createPriceService(db: Db): PriceService {
  let reading: Promise<PriceBook> | undefined;
  return {
    book: () => {
      if (reading) return reading;
      const started = readPriceBook(db);
      reading = started;
      // A failed read is not kept; a read that began before a change was announced is not either (`forget` dropped it).
      started.catch(() => {
        if (reading === started) reading = undefined;
      });
      return started;
    },
    forget: () => {
      reading = undefined;
    },
  };
}

const FAR_FUTURE = new Date('9999-12-31T00:00:00Z');

async function priceOfDate(db: Db, { provider, model, validFrom }: ListedPrice) {
  return (await readPriceBook(db)).priceAt(provider, model, validFrom);
}

function assertUnchanged(there: Parameters<typeof haveSameAmounts>[0] | undefined, price: ListedPrice): void {
  if (there && haveSameAmounts(there, price)) return;
  const day = price.validFrom.toISOString().slice(0, 10);
  throw new Error(
    `the list has other amounts for ${price.provider} ${price.model} from ${day} than the database: add a row with a later date instead`,
  );
}
