import type { Generated } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type MailId, type MandateId, uuidOf } from '#kernel/id.ts';
import { type MailKind, type MailState, type NewMail, SECRET_NOTE } from './mail.ts';

type OutboxTables = {
  mail_outbox: {
    id: string;
    about_mandate_id: string | null;
    recipient: string;
    subject: string;
    body: string;
    kind: MailKind;
    holds_secret: boolean;
    state: Generated<MailState>;
    attempts: Generated<number>;
    last_error: string | null;
    created_at: Generated<Date>;
    sent_at: Date | null;
  };
};

const tables = (db: Db) => db.withTables<OutboxTables>();

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
}

export async function insertMail(tx: Tx, id: MailId, mail: NewMail): Promise<void> {
  await tables(tx)
    .insertInto('mail_outbox')
    .values({
      id: uuidOf(id),
      about_mandate_id: mail.mandateId === undefined ? null : uuidOf(mail.mandateId),
      recipient: mail.to,
      subject: mail.subject,
      body: mail.text,
      kind: mail.kind,
      holds_secret: mail.holdsSecret,
    })
    .execute();
}

/** Takes a mail that was not sent back among those that wait; undefined: it is not one of those, or its text is not kept. */
export async function markWaitingAgain(tx: Tx, id: MailId): Promise<OutboxMail | undefined> {
  const row = await tables(tx)
    .updateTable('mail_outbox')
    .set({ state: 'waiting', attempts: 0, last_error: null })
    .where('id', '=', uuidOf(id))
    .where('state', 'in', ['failed', 'kept'])
    .where('body', '<>', SECRET_NOTE)
    .returningAll()
    .executeTakeFirst();
  return row && mailOf(row);
}

/** Counts the attempt, and answers what is to be sent; undefined: it is not waiting (any more). */
export async function beginAttempt(db: Db, id: MailId): Promise<(OutboxMail & { text: string }) | undefined> {
  const row = await tables(db)
    .updateTable('mail_outbox')
    .set((update) => ({ attempts: update('attempts', '+', 1) }))
    .where('id', '=', uuidOf(id))
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
  return row && { ...mailOf(row), text: row.body };
}

/** The server has it. A secret does not stay. */
export async function markSent(db: Db, mail: OutboxMail): Promise<void> {
  await tables(db)
    .updateTable('mail_outbox')
    .set({ state: 'sent', sent_at: new Date(), last_error: null })
    .$if(mail.holdsSecret, (update) => update.set({ body: SECRET_NOTE }))
    .where('id', '=', uuidOf(mail.id))
    .where('state', '=', 'waiting')
    .execute();
}

/** It is not sent: not yet (`waiting`), given up, or there is no mail server. */
export async function markUnsent(
  db: Db,
  id: MailId,
  state: Exclude<MailState, 'sent'>,
  error?: string,
): Promise<void> {
  await tables(db)
    .updateTable('mail_outbox')
    .set({ state, last_error: error ?? null })
    .where('id', '=', uuidOf(id))
    .where('state', '=', 'waiting')
    .execute();
}

/** Texts with a secret that nobody can use any more. */
export async function forgetOldSecrets(db: Db, before: Date): Promise<void> {
  await tables(db)
    .updateTable('mail_outbox')
    .set({ body: SECRET_NOTE })
    .where('holds_secret', '=', true)
    .where('created_at', '<', before)
    .where('body', '<>', SECRET_NOTE)
    .execute();
}

/** Newest first, those before the mail `before`. */
export async function selectMails(
  db: Db,
  where: { readonly state?: MailState | undefined; readonly before?: MailId | undefined },
  limit: number,
): Promise<OutboxMail[]> {
  const { state, before } = where;
  let query = tables(db)
    .selectFrom('mail_outbox')
    .select(['id', 'about_mandate_id', 'recipient', 'subject', 'kind', 'holds_secret', 'state', 'attempts'])
    .select(['last_error', 'created_at', 'sent_at']);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) query = query.where('id', '<', uuidOf(before));
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(mailOf);
}

export async function selectMail(db: Db, id: MailId): Promise<(OutboxMail & { text: string }) | undefined> {
  const row = await tables(db)
    .selectFrom('mail_outbox')
    .selectAll()
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && { ...mailOf(row), text: row.body };
}

interface MailRow {
  readonly id: string;
  readonly about_mandate_id: string | null;
  readonly recipient: string;
  readonly subject: string;
  readonly kind: MailKind;
  readonly holds_secret: boolean;
  readonly state: MailState;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
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
  };
}
