import type { Db } from '#db/database.ts';
import { type ExchangeRateId, idOf, type PriceId, uuidOf } from '#kernel/id.ts';

/** Since when a price or a rate holds, and where it was read. */
export interface PriceSource {
  readonly validFrom: Date;
  readonly source: string;
}

/** Those of the prices that are known. */
export async function sourcesOfPrices(
  db: Db,
  ids: readonly PriceId[],
): Promise<ReadonlyMap<PriceId, PriceSource>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .withTables<{ price: { price_id: string; valid_from: Date; source: string } }>()
    .selectFrom('price')
    .select(['price_id', 'valid_from', 'source'])
    .where('price_id', 'in', ids.map(uuidOf))
    .execute();
  return new Map(
    rows.map(({ price_id, valid_from, source }) => [
      idOf('prc', price_id),
      { validFrom: valid_from, source },
    ]),
  );
}

export async function sourceOfRate(db: Db, id: ExchangeRateId): Promise<PriceSource | undefined> {
  const row = await db
    .withTables<{ exchange_rate: { exchange_rate_id: string; valid_from: Date; source: string } }>()
    .selectFrom('exchange_rate')
    .select(['valid_from', 'source'])
    .where('exchange_rate_id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && { validFrom: row.valid_from, source: row.source };
}
