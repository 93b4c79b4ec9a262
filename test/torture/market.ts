import { setTimeout as sleep } from 'node:timers/promises';
import { insertExchangeRate, insertPrice, readPriceBook } from '#aicore/prices/price.store.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import { MODEL_WITH_NEW_PRICE } from './planned-call.ts';

/** The new price is the old one this many times over. */
export const PRICE_FACTOR = 2;
/** The source of the new price, by which a hold's price is told from the old one. */
export const NEW_PRICE = 'torture';

/** Prices and rates that follow one another while calls are running: a new rate three times, and a new price in the middle. */
export async function changePrices(options: {
  readonly database: Database;
  readonly random: SeededRandom;
  readonly startedAt: number;
  readonly until: number;
}): Promise<void> {
  const { database, random, startedAt, until } = options;
  const quarterMs = (until - startedAt) / 4;
  for (const quarter of [1, 2, 3]) {
    await sleep(Math.max(0, startedAt + quarter * quarterMs - Date.now()));
    const chfPerUsd = `0.${random.int(70_000_000, 95_000_000)}`;
    await untilDone(() =>
      insertExchangeRate(database.db, { validFrom: new Date(), chfPerUsd, source: 'torture' }),
    );
    if (quarter === 2) await followPrice(database);
  }
}

/** Prices are append-only rows that hold from an instant on; the one before is the one that the run began with. */
async function followPrice({ db }: Database): Promise<void> {
  const validFrom = new Date();
  const book = await untilDone(() => readPriceBook(db));
  const price = must(book.priceAt('openai', MODEL_WITH_NEW_PRICE, validFrom), 'a price to follow');
  const perMillion = Object.fromEntries(
    Object.entries(price.perMillion).map(([meter, amount]) => [meter, amount * BigInt(PRICE_FACTOR)]),
  );
  await untilDone(() => insertPrice(db, { ...price, perMillion, validFrom, source: NEW_PRICE }));
}

/** The database may be away. */
async function untilDone<Result>(change: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await change();
    } catch {
      await sleep(200);
    }
  }
}
