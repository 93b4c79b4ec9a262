import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { amountConditions, isAfter, NEWEST_FIRST, rangeConditions, rowConditions } from './matching-rows.ts';
import { PLACED_ROW, type PlacedRow } from './transaction.store.ts';
import { instantText, type TransactionPlace } from './transaction-cursor.ts';
import type { PlainFilter } from './transaction-filter.ts';

/*
 * Bookings by their amount, whatever its sign. Two indexes along the time have the amounts in them, one of all bookings, one of
 * amounts that few have: they are read alone, and then the few rows that are meant.
 */

/** What `billing_transaction_rare_amount` has, in the words of its predicate. */
const LARGE: NanoChf = 100_000_000n;
const IS_LARGE = sql`abs(t.amount) >= 100000000`;
const IS_NOTHING = sql`t.amount = 0`;

/** True if all amounts that are meant are in the index of those that few bookings have. */
export function areRareAmounts({ minAmount, maxAmount }: PlainFilter): boolean {
  return maxAmount === 0n || (minAmount !== undefined && minAmount >= LARGE);
}

/** The newest rows of these amounts, after the place. For filters of amounts and time alone. */
export async function newestRowsOfAmounts(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  const instants = (more: RawBuilder<unknown>) =>
    sql`select t.at, t.amount from billing_transaction t where ${hasAmount(filter)} and ${more}`;
  // Of one instant all, since it has no order of its own in the index: of the place's, and of the last that is read.
  const place = after && sql`${instantText(after.atMicros)}::timestamptz`;
  const { rows } = await sql<PlacedRow>`
    with meant as materialized (
      ${place ? sql`${instants(sql`t.at = ${place}`)} union` : sql``}
      (${instants(place ? sql`t.at < ${place}` : sql`true`)} order by t.at desc fetch first (${limit}::int8) rows with ties)),
    one as (select distinct at, amount from meant)
    select t.* from one cross join lateral (
      select ${PLACED_ROW} from billing_transaction t
      where t.mandate_id = ${uuidOf(filter.mandateId)} and t.at = one.at and t.amount = one.amount offset 0) t
    where ${rowConditions(filter)} and ${isAfter(after)} ${NEWEST_FIRST} limit ${limit}`.execute(db);
  return rows;
}

/** What a booking `t` must fulfil to have such an amount, in the filter's time; so that the indexes alone can tell. */
export function hasAmount(filter: PlainFilter): RawBuilder<unknown> {
  const rare = areRareAmounts(filter) ? (filter.maxAmount === 0n ? IS_NOTHING : IS_LARGE) : sql`true`;
  return sql`t.mandate_id = ${uuidOf(filter.mandateId)} and ${rare}
    and ${rangeConditions(filter)} and ${amountConditions(filter)}`;
}
