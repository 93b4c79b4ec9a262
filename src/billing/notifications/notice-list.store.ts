import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type DeliveryId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { type NoticeRow, toNotice } from './notice.store.ts';
import type { Notice, NoticeState } from './notice.ts';
import type { DeliveryState } from './outgoing-webhook.ts';

/** A notice, and how far it is. */
export interface ListedNotice extends Notice {
  readonly atMicros: string;
  readonly dueAt: Date;
  readonly state: NoticeState;
  readonly delivery: { readonly id: DeliveryId; readonly state: DeliveryState } | undefined;
}

interface Row extends NoticeRow {
  readonly at_micros: bigint;
  readonly due_at: Date;
  readonly state: NoticeState;
  readonly delivery: string | null;
  readonly delivery_state: DeliveryState | null;
}

/** The newest first, from a place on: the last one of the page before. */
export async function listNotices(
  db: Db,
  mandateId: MandateId,
  after: { readonly atMicros: string; readonly id: string } | undefined,
  limit: number,
): Promise<readonly ListedNotice[]> {
  const fromPlace = after
    ? sql`and (n.at, n.id) < ('epoch'::timestamptz + ${after.atMicros}::int8 * interval '1 microsecond', ${after.id}::uuid)`
    : sql``;
  const { rows } = await sql<Row>`
    select n.mandate_id, n.id, n.account_id, n.user_id, n.kind, n.threshold, n.amount_left, n.at,
           (extract(epoch from n.at) * 1000000)::int8 as at_micros, n.due_at, n.state, d.id as delivery, d.state as delivery_state
    from billing_notice n
    left join billing_webhook_delivery d on d.mandate_id = n.mandate_id and d.notice_id = n.id
    where n.mandate_id = ${uuidOf(mandateId)} ${fromPlace}
    order by n.at desc, n.id desc
    limit ${limit}`.execute(db);
  return rows.map((row) => ({
    ...toNotice(row),
    atMicros: row.at_micros.toString(),
    dueAt: row.due_at,
    state: row.state,
    delivery:
      row.delivery === null || row.delivery_state === null
        ? undefined
        : { id: idOf('whd', row.delivery), state: row.delivery_state },
  }));
}
