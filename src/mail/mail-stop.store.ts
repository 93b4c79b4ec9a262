import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type MailId, type MandateId, uuidOf } from '#kernel/id.ts';
import { mailTables } from './mail.tables.ts';

/** Why an address gets no more reports of a mandate. */
export type StopReason = 'unsubscribed' | 'bounced';

export interface MailStop {
  /** In small letters. */
  readonly address: string;
  readonly reason: StopReason;
  /** What the server said of it. */
  readonly detail: string | undefined;
  readonly stoppedAt: Date;
}

interface StopKey {
  readonly mandateId: MandateId;
  /** However it is written. */
  readonly address: string;
}

/** The same again changes nothing. Answers whether it is new. */
export async function insertStop(
  tx: Tx,
  { mandateId, address }: StopKey,
  stop: { readonly reason: StopReason; readonly detail?: string; readonly mailId: MailId },
): Promise<boolean> {
  const row = await mailTables(tx)
    .insertInto('mail_stop')
    .values({
      mandate_id: uuidOf(mandateId),
      address: address.toLowerCase(),
      reason: stop.reason,
      detail: stop.detail ?? null,
      mail_id: uuidOf(stop.mailId),
    })
    .onConflict((conflict) => conflict.columns(['mandate_id', 'address', 'reason']).doNothing())
    .returning('address')
    .executeTakeFirst();
  return row !== undefined;
}

/** False: there was none. */
export async function deleteStop(
  tx: Tx,
  { mandateId, address }: StopKey,
  reason: StopReason,
): Promise<boolean> {
  const { numDeletedRows } = await mailTables(tx)
    .deleteFrom('mail_stop')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('address', '=', address.toLowerCase())
    .where('reason', '=', reason)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** `reason`: for this one alone. */
export async function isStopped(
  db: Db,
  { mandateId, address }: StopKey,
  reason?: StopReason,
): Promise<boolean> {
  let query = mailTables(db)
    .selectFrom('mail_stop')
    .select(sql<number>`1`.as('one'))
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('address', '=', address.toLowerCase());
  if (reason !== undefined) query = query.where('reason', '=', reason);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Of a mandate, by address. */
export async function selectStops(
  db: Db,
  mandateId: MandateId,
): Promise<(MailStop & { mailId: MailId | undefined })[]> {
  const rows = await mailTables(db)
    .selectFrom('mail_stop')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .orderBy('address')
    .orderBy('reason')
    .execute();
  return rows.map((row) => ({
    address: row.address,
    reason: row.reason,
    detail: row.detail ?? undefined,
    stoppedAt: row.stopped_at,
    mailId: row.mail_id === null ? undefined : idOf('mal', row.mail_id),
  }));
}
