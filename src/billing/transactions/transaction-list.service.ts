import type { Db } from '#db/database.ts';
import { assert } from '#kernel/assert.ts';
import { idOf, type MandateId } from '#kernel/id.ts';
import type { Transaction } from './billing-transaction.ts';
import { newestCalls, READING_BOUNDS, type ReadingBounds } from './newest-calls.ts';
import { plainFilters } from './plain-filter.ts';
import { newestPostingsOf, newestRowsByType } from './posting-rows.store.ts';
import { newestRows, newestRowsOfWallet, type PlacedRow, readTransaction } from './transaction.store.ts';
import { decodeCursor, encodeCursor, type TransactionPlace } from './transaction-cursor.ts';
import { isAboutCalls, type PlainFilter, type TransactionFilter } from './transaction-filter.ts';

export interface Page {
  /** 1 or more. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface TransactionPage {
  readonly transactions: readonly Transaction[];
  /** Undefined: there are no more. */
  readonly nextCursor: string | undefined;
}

/**
 * The bookings that the filter means, newest first. A page stays what it is while new bookings arrive: the cursor is a
 * place, not a number of rows. Throws `invalid_request` with the path `cursor`.
 */
export async function pageOfTransactions(
  db: Db,
  mandateId: MandateId,
  filter: TransactionFilter,
  { limit, cursor }: Page,
  bounds: ReadingBounds = READING_BOUNDS,
): Promise<TransactionPage> {
  assert(limit >= 1, 'a page has a row at least');
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const parts = await plainFilters(db, mandateId, filter);
  const found: PlacedRow[] = [];
  for (const part of parts) found.push(...(await newestOf(db, part, after, limit + 1, bounds)));
  const rows = found.sort(newestFirst).slice(0, limit);
  const last = rows.at(-1);
  return {
    transactions: rows.map(readTransaction),
    nextCursor: found.length > limit && last ? encodeCursor(placeOf(last)) : undefined,
  };
}

/** By the way that leads there without reading over many other rows. docs/adr/0006-reading-ten-million-rows.md. */
async function newestOf(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
  bounds: ReadingBounds,
): Promise<PlacedRow[]> {
  const { type, userId, accountId, note, ids } = filter;
  if (ids) return newestRows(db, filter, after, limit);
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

function placeOf(row: PlacedRow): TransactionPlace {
  return { atMicros: row.at_micros, accountId: idOf('acc', row.account_id), seq: row.seq };
}

function newestFirst(a: PlacedRow, b: PlacedRow): number {
  if (a.at_micros !== b.at_micros) return a.at_micros > b.at_micros ? -1 : 1;
  if (a.account_id !== b.account_id) return a.account_id > b.account_id ? -1 : 1;
  return a.seq > b.seq ? -1 : 1;
}
