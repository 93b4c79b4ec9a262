import type { Db } from '#db/database.ts';
import { idOf } from '#kernel/id.ts';
import { newestRowsOfAmounts } from './amount-rows.store.ts';
import { newestCalls, READING_BOUNDS, type ReadingBounds } from './newest-calls.ts';
import { newestPostingsOf, newestRowsByType } from './posting-rows.store.ts';
import { newestRowsAmong, rarePartOf } from './rare-rows.store.ts';
import { newestRows, newestRowsNear, newestRowsOfWallet, type PlacedRow } from './transaction.store.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import { isAboutAmounts, isAboutCalls, isOnlyAbout, type PlainFilter } from './transaction-filter.ts';

/** The newest rows that one of the filters means, after the place; they exclude each other. */
export async function newestOf(
  db: Db,
  filters: readonly PlainFilter[],
  after: TransactionPlace | undefined,
  limit: number,
  bounds: ReadingBounds = READING_BOUNDS,
): Promise<PlacedRow[]> {
  const found: PlacedRow[] = [];
  for (const filter of filters) found.push(...(await newestOfOne(db, filter, after, limit, bounds)));
  return found.sort(newestFirst).slice(0, limit);
}

export function placeOf(row: PlacedRow): TransactionPlace {
  return { atMicros: row.at_micros, accountId: idOf('acc', row.account_id), seq: row.seq };
}

/** By the way that leads there without reading over many other rows. docs/adr/0006-reading-ten-million-rows.md. */
async function newestOfOne(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
  bounds: ReadingBounds,
): Promise<PlacedRow[]> {
  const { type, userId, accountId, note, ids } = filter;
  if (ids) return newestRows(db, filter, after, limit);
  if (isOnlyAbout(['apiKeyId'], filter)) return newestRows(db, filter, after, limit);
  if (isAboutAmounts(filter) && isOnlyAbout(['minAmount', 'maxAmount'], filter))
    return newestOfAmounts(db, filter, after, limit);
  const rare = await rarePartOf(db, filter, bounds.rare);
  if (rare) return newestRowsAmong(db, rare, filter, after, limit);
  if (note !== undefined) return newestRowsByType(db, filter, after, limit);
  if (type !== undefined && type !== 'usage') return newestRows(db, filter, after, limit);
  if (isAboutCalls(filter)) return newestCalls(db, filter, after, limit, bounds);
  if (userId) {
    const calls = await newestCalls(db, filter, after, limit, bounds);
    return type === 'usage'
      ? calls
      : [...calls, ...(await newestPostingsOf(db, { ...filter, userId }, after, limit))];
  }
  if (accountId) return newestRowsOfWallet(db, { ...filter, accountId }, after, limit);
  return newestRows(db, filter, after, limit);
}

/** Amounts that most bookings have are found among the very next ones; others in their classes. */
async function newestOfAmounts(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  const near = await newestRowsNear(db, filter, after, { limit, near: NEAR * limit });
  return near.length === limit ? near : newestRowsOfAmounts(db, filter, after, limit);
}

const NEAR = 4;

function newestFirst(a: PlacedRow, b: PlacedRow): number {
  if (a.at_micros !== b.at_micros) return a.at_micros > b.at_micros ? -1 : 1;
  if (a.account_id !== b.account_id) return a.account_id > b.account_id ? -1 : 1;
  return a.seq > b.seq ? -1 : 1;
}
