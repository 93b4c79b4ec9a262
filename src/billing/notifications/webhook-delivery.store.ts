import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type DeliveryId, idOf, type MandateId, type NoticeId, newId, uuidOf } from '#kernel/id.ts';
import { notifications } from './notification.tables.ts';
import type { DeliveryState, WebhookEventType } from './outgoing-webhook.ts';

/** A message to the webhook. */
export interface Delivery {
  readonly id: DeliveryId;
  /** Undefined: a test. */
  readonly noticeId: NoticeId | undefined;
  readonly type: WebhookEventType;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastStatus: number | undefined;
  readonly problem: string | undefined;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
}

export async function insertDelivery(
  tx: Tx,
  mandateId: MandateId,
  message: { readonly noticeId?: NoticeId; readonly type: WebhookEventType; readonly data: object },
): Promise<DeliveryId> {
  const id = newId('whd');
  const { type, data, noticeId } = message;
  await notifications(tx)
    .insertInto('billing_webhook_delivery')
    .values({
      mandate_id: uuidOf(mandateId),
      id: uuidOf(id),
      notice_id: noticeId === undefined ? null : uuidOf(noticeId),
      type,
      body: JSON.stringify({ type, timestamp: new Date().toISOString(), data }),
    })
    .execute();
  return id;
}

/** Counts the attempt, and answers the body; undefined: it is not waiting (any more). */
export async function beginDelivery(
  db: Db,
  mandateId: MandateId,
  id: DeliveryId,
): Promise<string | undefined> {
  const row = await notifications(db)
    .updateTable('billing_webhook_delivery')
    .set((update) => ({ attempts: update('attempts', '+', 1) }))
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .where('state', '=', 'waiting')
    .returning('body')
    .executeTakeFirst();
  return row?.body;
}

/** What became of the attempt. */
export async function recordAttempt(
  db: Db,
  mandateId: MandateId,
  id: DeliveryId,
  outcome: {
    readonly state: DeliveryState;
    readonly status?: number | undefined;
    readonly problem?: string | undefined;
  },
): Promise<void> {
  await notifications(db)
    .updateTable('billing_webhook_delivery')
    .set({
      state: outcome.state,
      last_status: outcome.status ?? null,
      problem: outcome.problem ?? null,
      ended_at: outcome.state === 'waiting' ? null : sql<Date>`clock_timestamp()`,
    })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .where('state', '=', 'waiting')
    .execute();
}

/** The newest first, those before `before`. */
export async function listDeliveries(
  db: Db,
  mandateId: MandateId,
  before: string | undefined,
  limit: number,
): Promise<readonly Delivery[]> {
  let query = notifications(db)
    .selectFrom('billing_webhook_delivery')
    .select([
      'id',
      'notice_id',
      'type',
      'state',
      'attempts',
      'last_status',
      'problem',
      'created_at',
      'ended_at',
    ])
    .where('mandate_id', '=', uuidOf(mandateId));
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: idOf('whd', row.id),
    noticeId: row.notice_id === null ? undefined : idOf('ntc', row.notice_id),
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    lastStatus: row.last_status ?? undefined,
    problem: row.problem ?? undefined,
    createdAt: row.created_at,
    endedAt: row.ended_at ?? undefined,
  }));
}
