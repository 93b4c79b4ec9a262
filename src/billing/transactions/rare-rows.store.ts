import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { areRareAmounts, hasAmount } from './amount-rows.store.ts';
import { isAfter, NEWEST_FIRST, rangeConditions, rowConditions } from './matching-rows.ts';
import { PLACED_ROW, type PlacedRow } from './transaction.store.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import type { PlainFilter } from './transaction-filter.ts';
import type { CountAndSum } from './transaction-totals.ts';

/*
 * A filter by a key or by rare amounts together with others: where few bookings have this key or such amounts, each of them
 * is looked at, and the others are only checked. Fenced (OFFSET), so that the planner takes that way.
 */

/** Which part of a filter few bookings fulfil. */
export type RarePart = 'key' | 'amounts';

/** The part that no more than `most` bookings fulfil, in the filter's time; undefined: none, or the filter has neither. */
export async function rarePartOf(db: Db, filter: PlainFilter, most: number): Promise<RarePart | undefined> {
  const isRare = async (part: RarePart) => {
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count from (
        select from billing_transaction t where ${conditionsOf(part, filter)} limit ${most + 1}) found`.execute(
      db,
    );
    return must(rows[0], 'the number').count <= BigInt(most);
  };
  if (filter.apiKeyId && (await isRare('key'))) return 'key';
  return areRareAmounts(filter) && (await isRare('amounts')) ? 'amounts' : undefined;
}

/** The newest rows that the filter means, after the place, found by its rare part. */
export async function newestRowsAmong(
  db: Db,
  part: RarePart,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
  more: RawBuilder<unknown> = sql`true`,
): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`
    select ${PLACED_ROW} from (${allOf(part, filter)}) t
    where ${rowConditions(filter)} and ${isAfter(after)} and ${more} ${NEWEST_FIRST} limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function sumAmong(tx: Tx, part: RarePart, filter: PlainFilter): Promise<CountAndSum> {
  const { rows } = await sql<CountAndSum>`
    select count(*) as count, coalesce(sum(t.amount), 0)::int8 as sum
    from (${allOf(part, filter)}) t where ${rowConditions(filter)}`.execute(tx);
  return must(rows[0], 'the sum');
}

function allOf(part: RarePart, filter: PlainFilter): RawBuilder<unknown> {
  return sql`select t.* from billing_transaction t where ${conditionsOf(part, filter)} offset 0`;
}

function conditionsOf(part: RarePart, filter: PlainFilter): RawBuilder<unknown> {
  if (part === 'amounts') return hasAmount(filter);
  return sql`t.mandate_id = ${uuidOf(filter.mandateId)} and t.api_key_id = ${uuidOf(must(filter.apiKeyId, 'a key'))}
    and ${rangeConditions(filter)}`;
}
