import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, uuidOf } from '#kernel/id.ts';
import type { Notice, NoticeKind, NoticeState } from './notice.ts';
import { notifications } from './notification.tables.ts';

export interface NoticeRow {
  readonly mandate_id: string;
  readonly id: string;
  readonly account_id: string;
  readonly user_id: string | null;
  readonly kind: NoticeKind;
  readonly threshold: bigint;
  readonly amount_left: bigint;
  readonly at: Date;
}

/**
 * The oldest notice that is due, locked: other processes pass it over. Those of a mandate that is suspended or closed wait until it is
 * active again. That a balance is low waits while it is a little above its threshold: too high to be said, too low to be over.
 */
export async function claimDueNotice(tx: Tx): Promise<Notice | undefined> {
  const { rows } = await sql<NoticeRow>`
    select n.mandate_id, n.id, n.account_id, n.user_id, n.kind, n.threshold, n.amount_left, n.at
    from billing_notice n
    join mandate m on m.mandate_id = n.mandate_id and m.status = 'active'
    join billing_account a on a.mandate_id = n.mandate_id and a.id = n.account_id
    where (n.kind <> 'low' or a.low_armed or coalesce(a.posted - a.floor_wanted < a.warn_at, true)) and n.state = 'waiting' and n.due_at <= clock_timestamp()
    order by n.due_at, n.at
    limit 1
    for update of n skip locked`.execute(tx);
  return rows[0] && toNotice(rows[0]);
}

/**
 * Whether it still is as the notice says: the latch has not moved back. Of a low balance nothing more is told once an empty one is; and that
 * it has recovered from what its threshold says, only to who has heard of it.
 */
export async function isStillTrue(tx: Tx, notice: Notice): Promise<boolean> {
  const { rows } = await sql<{ is_true: boolean }>`
    select case n.kind
      when 'empty' then not a.empty_armed
      when 'low' then not a.low_armed and not exists (
        select from billing_notice e
        where e.mandate_id = n.mandate_id and e.account_id = n.account_id and e.kind = 'empty' and e.state <> 'dropped' and e.at >= n.at)
      else case when n.threshold = ledger_empty_below() then a.empty_armed else a.low_armed end and coalesce((
        select t.kind <> 'recovered' from billing_notice t
        where t.mandate_id = n.mandate_id and t.account_id = n.account_id and t.state = 'told'
        order by t.told_at desc limit 1), false)
      end and a.warn_at is not null as is_true
    from billing_notice n
    join billing_account a on a.mandate_id = n.mandate_id and a.id = n.account_id
    where n.mandate_id = ${uuidOf(notice.mandateId)} and n.id = ${uuidOf(notice.id)}`.execute(tx);
  return rows[0]?.is_true ?? false;
}

export async function endNotice(
  tx: Tx,
  notice: Notice,
  state: Exclude<NoticeState, 'waiting'>,
): Promise<void> {
  await notifications(tx)
    .updateTable('billing_notice')
    .set({ state, told_at: sql<Date>`clock_timestamp()` })
    .where('mandate_id', '=', uuidOf(notice.mandateId))
    .where('id', '=', uuidOf(notice.id))
    .execute();
}

/** It could not be told: a minute later it is tried again. */
export async function putOffNotice(db: Db, notice: Notice): Promise<void> {
  await notifications(db)
    .updateTable('billing_notice')
    .set({ due_at: sql<Date>`clock_timestamp() + interval '1 minute'` })
    .where('mandate_id', '=', uuidOf(notice.mandateId))
    .where('id', '=', uuidOf(notice.id))
    .where('state', '=', 'waiting')
    .execute();
}

export function toNotice(row: NoticeRow): Notice {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    id: idOf('ntc', row.id),
    accountId: idOf('acc', row.account_id),
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    kind: row.kind,
    threshold: row.threshold,
    amountLeft: row.amount_left,
    at: row.at,
  };
}

/** Resolves the days of one wallet after the other, at today's pace: each keeps its lock for its own only. Answers how many. */
export async function refreshDays(db: Db): Promise<number> {
  const { rows } = await sql<{ mandate: string; wallet: string }>`
    select wallet_mandate as mandate, wallet from ledger_unresolved_warnings(${MOST_IN_A_ROUND})`.execute(db);
  for (const { mandate, wallet } of rows) {
    await sql`select ledger_resolve_warnings(${mandate}::uuid, ${wallet}::uuid, true, false)`.execute(db);
  }
  return rows.length;
}

const MOST_IN_A_ROUND = 20_000;
