import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { AppError } from '#kernel/error.ts';
import { idOf, type MailId, uuidOf } from '#kernel/id.ts';
import type { MailState } from './mail.ts';
import { selectFiles } from './mail-file.store.ts';
import type { MailFile } from './mail-file.ts';
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

/** One file of a mail with its content. Throws `not_found`; also where it is not kept any more. */
export async function readMailFile(db: Db, id: MailId, position: number): Promise<MailFile> {
  const file = (await selectFiles(db, id)).find((one) => one.position === position);
  if (!file) throw new AppError('not_found', {}, 'There is no such file, or it is not kept any more.');
  return file;
}

/** With its text. Throws `not_found`. */
export async function readOutboxMail(db: Db, id: MailId): Promise<FullMail> {
  const mail = await selectMail(db, id);
  if (!mail) throw new AppError('not_found');
  return mail;
}
