import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { UserId } from '#kernel/id.ts';
import { isAfter, NEWEST_FIRST, rowConditions } from './matching-rows.ts';
import { newestRows, PLACED_ROW, type PlacedRow } from './transaction.store.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import type { PlainFilter } from './transaction-filter.ts';
import { TRANSACTION_TYPES } from './transaction-type.contract.ts';

/** What was booked in the user's own wallet without a call: by the index of calls, where its model and feature are null. */
export function newestPostingsOf(
  db: Db,
  filter: PlainFilter & { readonly userId: UserId },
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  return newestRows(db, filter, after, limit, sql`t.model_answered is null and t.feature is null`);
}

/** Of all that is no call: the newest of each type, by the index of those, and of them the newest. */
export async function newestRowsByType(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  const types = TRANSACTION_TYPES.filter((type) => type !== 'usage' && (filter.type ?? type) === type);
  const { rows } = await sql<PlacedRow>`
    select t.* from unnest(${types}::text[]) of_type (type)
    cross join lateral (
      select ${PLACED_ROW} from billing_transaction t
      where ${rowConditions(filter)} and ${isAfter(after)} and t.type = of_type.type and t.type <> 'usage'
      ${NEWEST_FIRST} limit ${limit}) t
    ${NEWEST_FIRST} limit ${limit}`.execute(db);
  return rows;
}
