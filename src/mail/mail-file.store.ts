import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type MailId, uuidOf } from '#kernel/id.ts';
import { mailTables } from './mail.tables.ts';
import type { MailFile, MailFileType } from './mail-file.ts';

/** A file of a mail, without its content. */
export interface AttachedFile {
  /** Which of the mail's, from 0. */
  readonly position: number;
  readonly name: string;
  readonly contentType: MailFileType;
  readonly contentId: string | undefined;
  readonly bytes: number;
  /** False: the content was tidied away. */
  readonly isKept: boolean;
}

/** Attaches the files. The content of each is written once, whichever mails have it. */
export async function attachFiles(tx: Tx, mailId: MailId, files: readonly MailFile[]): Promise<void> {
  if (files.length === 0) return;
  const hashed = files.map((file) => ({ file, sha256: createHash('sha256').update(file.content).digest() }));
  // In one order everywhere, so that two who write the same files do not wait for each other.
  for (const { file, sha256 } of hashed.toSorted((one, other) => Buffer.compare(one.sha256, other.sha256)))
    await keepContent(tx, sha256, file.content);
  await mailTables(tx)
    .insertInto('mail_attachment')
    .values(
      hashed.map(({ file, sha256 }, position) => ({
        mail_id: uuidOf(mailId),
        position,
        file_sha256: sha256,
        bytes: file.content.length,
        name: file.name,
        content_type: file.contentType,
        content_id: file.contentId ?? null,
      })),
    )
    .execute();
}

/**
 * Marks it as used, which holds the tidying off for a day. What was marked within the hour is left alone: so those who attach one file to
 * many mails do not wait for each other.
 */
async function keepContent(tx: Tx, sha256: Buffer, content: Buffer): Promise<void> {
  const isMarked = await mailTables(tx)
    .selectFrom('mail_file')
    .select('used_at')
    .where('sha256', '=', sha256)
    .where('used_at', '>', sql<Date>`clock_timestamp() - interval '1 hour'`)
    .executeTakeFirst();
  if (isMarked) return;
  await mailTables(tx)
    .insertInto('mail_file')
    .values({ sha256, content })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ used_at: sql`clock_timestamp()` }))
    .execute();
}

export async function selectAttached(db: Db, mailId: MailId): Promise<AttachedFile[]> {
  const rows = await mailTables(db)
    .selectFrom('mail_attachment')
    .selectAll()
    .where('mail_id', '=', uuidOf(mailId))
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    position: row.position,
    name: row.name,
    contentType: row.content_type,
    contentId: row.content_id ?? undefined,
    bytes: row.bytes,
    isKept: row.file_sha256 !== null,
  }));
}

/** The files with their contents; those that are not kept any more are left out. */
export async function selectFiles(db: Db, mailId: MailId): Promise<(MailFile & { position: number })[]> {
  const rows = await mailTables(db)
    .selectFrom('mail_attachment')
    .innerJoin('mail_file', 'mail_file.sha256', 'mail_attachment.file_sha256')
    .select(['position', 'name', 'content_type', 'content_id', 'content'])
    .where('mail_id', '=', uuidOf(mailId))
    .orderBy('position')
    .execute();
  return rows.map(({ position, name, content_type, content_id, content }) => ({
    position,
    name,
    contentType: content_type,
    content,
    contentId: content_id ?? undefined,
  }));
}

/** Lets go of the files of mails that are over since `sentBefore`, or were written before `writtenBefore`; then of what no mail has. */
export async function forgetOldFiles(
  db: Db,
  { sentBefore, writtenBefore }: { readonly sentBefore: Date; readonly writtenBefore: Date },
): Promise<void> {
  await mailTables(db)
    .updateTable('mail_attachment')
    .set({ file_sha256: null })
    .where('file_sha256', 'is not', null)
    .where('mail_id', 'in', (select) =>
      select
        .selectFrom('mail_outbox')
        .select('id')
        .where('state', '<>', 'waiting')
        .where((where) =>
          where.or([where('sent_at', '<', sentBefore), where('created_at', '<', writtenBefore)]),
        ),
    )
    .execute();
  await mailTables(db)
    .deleteFrom('mail_file')
    // Whoever attaches it meanwhile has set this, and the row is looked at again.
    .where('used_at', '<', sql<Date>`clock_timestamp() - interval '1 day'`)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('mail_attachment')
            .select('mail_id')
            .whereRef('file_sha256', '=', 'mail_file.sha256'),
        ),
      ),
    )
    .execute();
}
