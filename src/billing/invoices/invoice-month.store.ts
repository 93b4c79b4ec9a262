import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { StatementMonth } from '../statements/statement-month.ts';
import type { CarriedAmount } from './invoice-figures.ts';

/** Why an invoice is not issued yet. */
export type WaitReason = 'issuer_missing' | 'account_missing' | 'address_missing' | 'does_not_add_up';

/** What became of a month. `nothing`: there was nothing to invoice; what was owed to the mandate is carried to the next month. */
export type MonthOutcome =
  | { readonly outcome: 'issued' }
  | { readonly outcome: 'nothing'; readonly carried: readonly CarriedAmount[] }
  | { readonly outcome: 'waiting'; readonly reason: WaitReason };

/** Postpaid mandates that existed in the month and of which it is not decided for good, in the order of their ids after one of them. */
export async function undecidedMandates(
  db: Db,
  { label, end }: StatementMonth,
  after: MandateId | undefined,
  most: number,
): Promise<readonly MandateId[]> {
  const { rows } = await sql<{ mandate_id: string }>`
    select m.mandate_id from mandate m
    join billing_settings s on s.mandate_id = m.mandate_id and s.billing_model = 'postpaid'
    left join invoice_month d on d.mandate_id = m.mandate_id and d.month = ${label}
    where m.created_at < ${end} and coalesce(d.outcome, 'waiting') = 'waiting'
      and m.mandate_id > ${after === undefined ? NO_UUID : uuidOf(after)}::uuid
    order by m.mandate_id limit ${most}`.execute(db);
  return rows.map((row) => idOf('mnd', row.mandate_id));
}

const NO_UUID = '00000000-0000-0000-0000-000000000000';

/** True: an invoice was issued, or there was nothing to invoice. */
export async function isDecided(tx: Tx, mandateId: MandateId, month: string): Promise<boolean> {
  const { rows } = await sql`
    select from invoice_month where mandate_id = ${uuidOf(mandateId)} and month = ${month} and outcome <> 'waiting'`.execute(
    tx,
  );
  return rows.length > 0;
}

export async function upsertMonth(
  tx: Tx,
  mandateId: MandateId,
  month: string,
  decided: MonthOutcome,
): Promise<void> {
  const reason = decided.outcome === 'waiting' ? decided.reason : null;
  const carried = decided.outcome === 'nothing' ? decided.carried : [];
  const json = JSON.stringify(carried.map(({ ratePpm, amount }) => ({ ratePpm, amount: `${amount}` })));
  await sql`
    insert into invoice_month (mandate_id, month, outcome, reason, carried)
    values (${uuidOf(mandateId)}, ${month}, ${decided.outcome}, ${reason}, ${json}::jsonb)
    on conflict (mandate_id, month) do update
    set outcome = excluded.outcome, reason = excluded.reason, carried = excluded.carried, decided_at = clock_timestamp()`.execute(
    tx,
  );
}

/** What months before leave to this one: those in favour of the mandate that no later month has taken up since they were decided. */
export async function carriedInto(
  tx: Tx,
  mandateId: MandateId,
  month: string,
): Promise<readonly CarriedAmount[]> {
  const { rows } = await sql<{ carried: { ratePpm: number | null; amount: string }[] }>`
    select m.carried from invoice_month m
    where m.mandate_id = ${uuidOf(mandateId)} and m.month < ${month} and m.outcome = 'nothing'
      and not exists (select from invoice_month later
        where later.mandate_id = m.mandate_id and later.month > m.month and later.outcome <> 'waiting' and later.decided_at > m.decided_at)
    order by m.month`.execute(tx);
  return rows.flatMap(({ carried }) =>
    carried.map(({ ratePpm, amount }) => ({ ratePpm, amount: BigInt(amount) })),
  );
}

/**
 * What credit notes have given back within a month, by day in Zurich, in whole Rappen: what is below a Rappen of one is carried on to the next, as it is
 * by statements, so that no Rappen is lost over the months.
 */
export async function creditedWithin(
  tx: Tx,
  mandateId: MandateId,
  { begin, end }: StatementMonth,
): Promise<readonly { readonly day: string; readonly amount: NanoChf }[]> {
  const { rows } = await sql<{ day: string; amount: bigint }>`
    with given as (
      select t.at, t.amount, sum(t.amount) over (order by t.at, t.id) as so_far
      from invoice_credit_note c
      join billing_transaction t on t.mandate_id = c.mandate_id and t.id = c.transaction_id
      where c.mandate_id = ${uuidOf(mandateId)} and t.at < ${end})
    select (at at time zone 'Europe/Zurich')::date::text as day,
           (sum(div(so_far, 10000000) - div(so_far - amount, 10000000)) * 10000000)::int8 as amount
    from given where at >= ${begin}
    group by 1 order by 1`.execute(tx);
  return rows;
}
