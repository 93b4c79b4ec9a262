import type { Db } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type MailId, parseId } from '#kernel/id.ts';
import type { MailState } from './mail.ts';
import { type OutboxMail, selectMail, selectMails } from './outbox.store.ts';

export interface OutboxPage {
  readonly mails: readonly OutboxMail[];
  /** Undefined: this was the last page. */
  readonly nextCursor: string | undefined;
}

export interface OutboxQuery {
  readonly state?: MailState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Newest first. Throws `invalid_request` for a cursor that is none. */
export async function listOutbox(db: Db, { state, cursor, limit }: OutboxQuery): Promise<OutboxPage> {
  const before = cursor === undefined ? undefined : parseId('mal', cursor);
  if (cursor !== undefined && before === undefined)
    throw invalidRequest('cursor', 'is not one of a page before');
  const rows = await selectMails(db, { state, before }, limit + 1);
  const mails = rows.slice(0, limit);
  return { mails, nextCursor: rows.length > limit ? mails.at(-1)?.id : undefined };
}

/** With its text. Throws `not_found`. */
export async function readOutboxMail(db: Db, id: MailId): Promise<OutboxMail & { readonly text: string }> {
  const mail = await selectMail(db, id);
  if (!mail) throw new AppError('not_found');
  return mail;
}
