import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type AccountId, idOf, type MandateId, type TransactionId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** A top-up, what was paid back of it and what is left. */
export interface TopUp {
  readonly id: TransactionId;
  readonly accountId: AccountId;
  readonly userId: UserId | undefined;
  readonly at: Date;
  readonly atMicros: string;
  readonly amount: NanoChf;
  readonly refunded: NanoChf;
  /** What the bank took back of it. */
  readonly reversed: NanoChf;
  /** What can be refunded at most: less what was, less what the bank took back, and less adjustments that took of it back. */
  readonly left: NanoChf;
  readonly note: string | undefined;
  readonly createdBy: UserId | undefined;
}

interface TopUpRow {
  readonly id: string;
  readonly account_id: string;
  readonly user_id: string | null;
  readonly at: Date;
  readonly at_micros: bigint;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly reversed: bigint;
  readonly adjusted: bigint;
  readonly note: string | null;
  readonly created_by: string | null;
}

const COLUMNS = sql`
  t.id, t.account_id, t.user_id, t.at, (extract(epoch from t.at) * 1000000)::int8 as at_micros, t.amount, t.note, t.created_by,
  (select coalesce(-sum(r.amount), 0)::int8 from billing_transaction r
   where r.mandate_id = t.mandate_id and r.corrects = t.id and r.type = 'refund') as refunded,
  (select coalesce(-sum(r.amount), 0)::int8 from billing_transaction r
   where r.mandate_id = t.mandate_id and r.corrects = t.id and r.type = 'reversal'
     and r.counter_account_id = house_account_id(t.mandate_id, 'funding')) as reversed,
  (select coalesce(sum(r.amount), 0)::int8 from billing_transaction r
   where r.mandate_id = t.mandate_id and r.corrects = t.id and r.type = 'adjustment') as adjusted`;

/** Undefined: this mandate has no such top-up. */
export async function findTopUp(db: Db, mandateId: MandateId, id: TransactionId): Promise<TopUp | undefined> {
  const { rows } = await sql<TopUpRow>`
    select ${COLUMNS} from billing_transaction t
    where t.mandate_id = ${uuidOf(mandateId)} and t.id = ${uuidOf(id)} and t.type = 'top_up'`.execute(db);
  return rows[0] && readTopUp(rows[0]);
}

/** The newest first, from a place on: the last one of the page before. */
export async function listTopUps(
  db: Db,
  mandateId: MandateId,
  after: { readonly atMicros: string; readonly id: string } | undefined,
  limit: number,
): Promise<TopUp[]> {
  const fromPlace = after
    ? sql`and (t.at, t.id) < ('epoch'::timestamptz + ${after.atMicros}::int8 * interval '1 microsecond', ${after.id}::uuid)`
    : sql``;
  const { rows } = await sql<TopUpRow>`
    select ${COLUMNS} from billing_transaction t
    where t.mandate_id = ${uuidOf(mandateId)} and t.type = 'top_up' ${fromPlace}
    order by t.at desc, t.id desc
    limit ${limit}`.execute(db);
  return rows.map(readTopUp);
}

function readTopUp(row: TopUpRow): TopUp {
  return {
    id: idOf('txn', row.id),
    accountId: idOf('acc', row.account_id),
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    at: row.at,
    atMicros: row.at_micros.toString(),
    amount: row.amount,
    refunded: row.refunded,
    reversed: row.reversed,
    left: leftOf(row),
    note: row.note ?? undefined,
    createdBy: row.created_by === null ? undefined : idOf('usr', row.created_by),
  };
}

/** As `ledger_post` counts it. An adjustment upwards is credit of its own. */
function leftOf({ amount, refunded, reversed, adjusted }: TopUpRow): NanoChf {
  const left = amount - refunded - reversed + (adjusted < 0n ? adjusted : 0n);
  return left > 0n ? left : 0n;
}
