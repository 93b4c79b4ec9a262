import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { AppError } from '#kernel/error.ts';
import { idOf, type MailId, uuidOf } from '#kernel/id.ts';
import type { MailState } from './mail.ts';
import { type FullMail, type OutboxMail, selectMail, selectMails } from './outbox.store.ts';

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
  const [before] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const rows = await selectMails(
    db,
    { state, before: before === undefined ? undefined : idOf('mal', before) },
    limit + 1,
  );
  const { page: mails, nextCursor } = pageOf(rows, limit, ({ id }) => [uuidOf(id)]);
  return { mails, nextCursor };
}

/** With its text. Throws `not_found`. */
export async function readOutboxMail(db: Db, id: MailId): Promise<FullMail> {
  const mail = await selectMail(db, id);
  if (!mail) throw new AppError('not_found');
  return mail;
}
