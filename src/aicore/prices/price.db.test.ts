import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { connectionSettings, type Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createPriceService, seedExchangeRate, seedPrices } from './price.service.ts';
import { haveSameAmounts, insertExchangeRate, readPriceBook } from './price.store.ts';
import { readPriceList } from './price-list.ts';

const database = await createTestDatabase();
const { db } = database.openApp();
const owner = database.openOwner().db;
const list = readPriceList();

describe('seeding prices', () => {
  it('adds each price once, also when two processes start together, and reads them back as they were', async () => {
    const both = await Promise.all([seedPrices(db, list.prices), seedPrices(db, list.prices)]);
    expect(both.map(({ added }) => added).reduce((a, b) => a + b)).toBe(list.prices.length);
    expect(await seedPrices(db, list.prices)).toEqual({ added: 0 });
    const book = await readPriceBook(db);
    for (const price of list.prices) {
      const stored = must(book.priceAt(price.provider, price.model, price.validFrom), price.model);
      expect(haveSameAmounts(stored, price), price.model).toBe(true);
      expect(book.priceById(stored.id)).toBe(stored);
    }
  });

  it('refuses other amounts for a date that has a price, and adds nothing then', async () => {
    const [first, second] = list.prices;
    const changed = { ...must(second, 'price'), perMillion: { input_tokens: 1n } };
    const newer = { ...must(first, 'price'), validFrom: new Date('2027-06-01T00:00:00Z') };
    await expect(seedPrices(db, [newer, changed])).rejects.toThrow(/other amounts/);
    const book = await readPriceBook(db);
    expect(book.priceAt(newer.provider, newer.model, newer.validFrom)?.validFrom).not.toEqual(
      newer.validFrom,
    );
  });
});

describe('exchange rates', () => {
  it('has a first rate once, exact, and follows it by date', async () => {
    const day = new Date('2026-11-01T00:00:00Z');
    expect(await seedExchangeRate(db, '0.795312000000000001', day)).toBe(true);
    expect(await seedExchangeRate(db, '0.9', new Date('2026-11-02T00:00:00Z'))).toBe(false);
    const next = new Date('2026-11-20T00:00:00Z');
    await insertExchangeRate(db, { validFrom: next, chfPerUsd: '0.8', source: 'bank' });
    expect(
      await insertExchangeRate(db, { validFrom: next, chfPerUsd: '0.7', source: 'bank' }),
    ).toBeUndefined();
    const book = await readPriceBook(db);
    const rateAt = (instant: string) => {
      const rate = book.rateAt(new Date(instant));
      return rate && formatDecimal(rate.chfPerUsd);
    };
    expect(rateAt('2026-10-31T23:59:59Z')).toBeUndefined();
    expect(rateAt('2026-11-19T23:59:59Z')).toBe('0.795312000000000001');
    expect(rateAt('2026-11-20T00:00:00Z')).toBe('0.8');
  });

  it('refuses what is no rate', async () => {
    for (const text of ['0', '-0.8', 'NaN', '1e400', '', '0,8']) {
      await expect(seedExchangeRate(db, text, new Date(0)), text).rejects.toThrow(RangeError);
    }
  });
});

describe('append only', () => {
  const changes = ["update price set source = 'x'", 'delete from price', 'truncate price'];
  const all = [...changes, ...changes.map((change) => change.replace('price', 'exchange_rate'))];

  it.each(all)('the application may not: %s', async (change) => {
    await expect(run(db, change)).rejects.toThrow(/permission denied/);
  });

  it.each(all)('nor the owner: %s', async (change) => {
    await expect(run(owner, change)).rejects.toThrow(/append-only/);
  });
});

describe('the price service', () => {
  it('reads once, and again after it was told of a change by the database', async () => {
    const listener = new pg.Client(connectionSettings(database.appUrl));
    await listener.connect();
    const service = createPriceService(db);
    const told = new Promise<string | undefined>((resolve) => {
      listener.on('notification', ({ payload }) => {
        service.forget();
        resolve(payload);
      });
    });
    await listener.query('listen rappen_changed');
    const before = await service.book();
    expect(await service.book()).toBe(before);
    const from = new Date('2026-12-01T00:00:00Z');
    await insertExchangeRate(db, { validFrom: from, chfPerUsd: '0.81', source: 'bank' });
    expect(await told).toBe('exchange_rate');
    const after = await service.book();
    expect(formatDecimal(must(after.rateAt(from), 'rate').chfPerUsd)).toBe('0.81');
    expect(formatDecimal(must(before.rateAt(from), 'rate').chfPerUsd)).toBe('0.8');
    await listener.end();
  });
});

async function run(on: Db, statement: string): Promise<void> {
  await sql.raw(statement).execute(on);
}
