import type { Db } from '#db/database.ts';
import { assert } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import type { Transaction } from './billing-transaction.ts';
import { READING_BOUNDS, type ReadingBounds } from './newest-calls.ts';
import { newestOf, placeOf } from './newest-rows.ts';
import { plainFilters } from './plain-filter.ts';
import { readTransaction } from './transaction.store.ts';
import { decodeCursor, encodeCursor } from './transaction-cursor.ts';
import type { TransactionFilter } from './transaction-filter.ts';

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
 * place, not a number of rows. Throws `invalid_request` with the path `query.cursor`.
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
  const found = await newestOf(db, parts, after, limit + 1, bounds);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    transactions: rows.map(readTransaction),
    nextCursor: found.length > limit && last ? encodeCursor(placeOf(last)) : undefined,
  };
}
