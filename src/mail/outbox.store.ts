import type { Selectable } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type MailId, type MandateId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { type MailTables, mailTables } from './mail.tables.ts';
import { type MailKind, type MailState, type NewMail, SECRET_NOTE } from './mail.ts';

/** A mail in the outbox, without its text. */
export interface OutboxMail {
  readonly id: MailId;
  readonly mandateId: MandateId | undefined;
  readonly to: string;
  readonly subject: string;
  readonly kind: MailKind;
  readonly holdsSecret: boolean;
  readonly state: MailState;
  readonly attempts: number;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
  readonly bouncedAt: Date | undefined;
}

/** With what it says. */
export interface FullMail extends OutboxMail {
  readonly text: string;
  readonly html: string | undefined;
  readonly language: Language | undefined;
  readonly unsubscribeToken: string | undefined;
}

/** False: there is one with its event key to this recipient. Waits for a transaction that is writing such a one. */
export async function insertMail(
  tx: Tx,
  id: MailId,
  mail: NewMail,
  unsubscribeToken: string | undefined,
): Promise<boolean> {
  const row = await mailTables(tx)
    .insertInto('mail_outbox')
    .values({
      id: uuidOf(id),
      about_mandate_id: mail.mandateId === undefined ? null : uuidOf(mail.mandateId),
      recipient: mail.to,
      subject: mail.subject,
      body: mail.text,
      html: mail.html ?? null,
      language: mail.language ?? null,
      kind: mail.kind,
      holds_secret: mail.holdsSecret,
      event_key: mail.eventKey ?? null,
      unsubscribe_token: unsubscribeToken ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(['event_key', 'recipient']).where('event_key', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes a mail that was not sent back among those that wait; undefined: it is not one of those, or its text is not kept. */
export async function markWaitingAgain(tx: Tx, id: MailId): Promise<OutboxMail | undefined> {
  const row = await mailTables(tx)
    .updateTable('mail_outbox')
    .set({ state: 'waiting', attempts: 0, last_error: null, sent_at: null, bounced_at: null })
    .where('id', '=', uuidOf(id))
    .where('state', 'in', ['failed', 'kept', 'bounced'])
    .where('body', '<>', SECRET_NOTE)
    .returningAll()
    .executeTakeFirst();
  return row && mailOf(row);
}

/** Counts the attempt, and answers what is to be sent; undefined: it is not waiting (any more). */
export async function beginAttempt(db: Db, id: MailId): Promise<FullMail | undefined> {
  const row = await mailTables(db)
    .updateTable('mail_outbox')
    .set((update) => ({ attempts: update('attempts', '+', 1) }))
    .where('id', '=', uuidOf(id))
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
  return row && fullMailOf(row);
}

/** The server has it. A secret does not stay. */
export async function markSent(db: Db, mail: OutboxMail): Promise<void> {
  await mailTables(db)
    .updateTable('mail_outbox')
    .set({ state: 'sent', sent_at: new Date(), last_error: null })
    .$if(mail.holdsSecret, (update) => update.set({ body: SECRET_NOTE, html: null }))
    .where('id', '=', uuidOf(mail.id))
    .where('state', '=', 'waiting')
    .execute();
}

/** It is not sent: not yet (`waiting`), given up, or there is no mail server. */
export async function markUnsent(
  db: Db,
  id: MailId,
  state: 'waiting' | 'kept' | 'failed',
  error?: string,
): Promise<void> {
  await mailTables(db)
    .updateTable('mail_outbox')
    .set({ state, last_error: error ?? null })
    .where('id', '=', uuidOf(id))
    .where('state', '=', 'waiting')
    .execute();
}

/** The recipient's server has refused it, before it was sent or after. False: it was known, or it is not on its way. */
export async function markBounced(tx: Tx, id: MailId, error: string): Promise<boolean> {
  const { numUpdatedRows } = await mailTables(tx)
    .updateTable('mail_outbox')
    .set({ state: 'bounced', bounced_at: new Date(), last_error: error })
    .where('id', '=', uuidOf(id))
    .where('state', 'in', ['waiting', 'sent'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Texts with a secret that nobody can use any more. */
export async function forgetOldSecrets(db: Db, before: Date): Promise<void> {
  await mailTables(db)
    .updateTable('mail_outbox')
    .set({ body: SECRET_NOTE, html: null })
    .where('holds_secret', '=', true)
    .where('created_at', '<', before)
    .where('body', '<>', SECRET_NOTE)
    .execute();
}

/** Of old mails that are over; what they say stays as text. */
export async function forgetOldHtml(db: Db, before: Date): Promise<void> {
  await mailTables(db)
    .updateTable('mail_outbox')
    .set({ html: null })
    .where('html', 'is not', null)
    .where('state', '<>', 'waiting')
    .where('created_at', '<', before)
    .execute();
}

/** Newest first, those before the mail `before`. */
export async function selectMails(
  db: Db,
  where: { readonly state?: MailState | undefined; readonly before?: MailId | undefined },
  limit: number,
): Promise<OutboxMail[]> {
  const { state, before } = where;
  let query = mailTables(db)
    .selectFrom('mail_outbox')
    .select(['id', 'about_mandate_id', 'recipient', 'subject', 'kind', 'holds_secret', 'state', 'attempts'])
    .select(['last_error', 'created_at', 'sent_at', 'bounced_at']);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) query = query.where('id', '<', uuidOf(before));
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(mailOf);
}

export async function selectMail(db: Db, id: MailId): Promise<FullMail | undefined> {
  const row = await mailTables(db)
    .selectFrom('mail_outbox')
    .selectAll()
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && fullMailOf(row);
}

type FullRow = Selectable<MailTables['mail_outbox']>;
type MailRow = Omit<FullRow, 'body' | 'html' | 'language' | 'event_key' | 'unsubscribe_token'>;

function fullMailOf(row: FullRow): FullMail {
  return {
    ...mailOf(row),
    text: row.body,
    html: row.html ?? undefined,
    language: row.language ?? undefined,
    unsubscribeToken: row.unsubscribe_token ?? undefined,
  };
}

function mailOf(row: MailRow): OutboxMail {
  return {
    id: idOf('mal', row.id),
    mandateId: row.about_mandate_id === null ? undefined : idOf('mnd', row.about_mandate_id),
    to: row.recipient,
    subject: row.subject,
    kind: row.kind,
    holdsSecret: row.holds_secret,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    bouncedAt: row.bounced_at ?? undefined,
  };
}
