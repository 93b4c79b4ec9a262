import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type ConversationId, type FileId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { chat } from './chat.tables.ts';
import type { Owner } from './conversation.ts';

export interface ChatFile {
  readonly id: FileId;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

export interface WholeFile extends ChatFile {
  readonly content: Buffer;
}

export async function insertFile(db: Db, owner: Owner, file: Omit<WholeFile, 'bytes'>): Promise<void> {
  await chat(db)
    .insertInto('chat_file')
    .values({
      mandate_id: uuidOf(owner.mandateId),
      id: uuidOf(file.id),
      user_id: uuidOf(owner.userId),
      conversation_id: null,
      name: file.name,
      media_type: file.mediaType,
      content: file.content,
    })
    .execute();
}

/** What all files of the owner take. Nobody adds one of his until the transaction ends. */
export async function lockBytesOfFiles(tx: Tx, owner: Owner): Promise<number> {
  const name = `${owner.mandateId}/${owner.userId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7265704))`.execute(tx);
  const { rows } = await sql<{ bytes: bigint }>`
    select coalesce(sum(octet_length(content)), 0)::int8 as bytes from chat_file
     where mandate_id = ${uuidOf(owner.mandateId)} and user_id = ${uuidOf(owner.userId)}`.execute(tx);
  return Number(rows[0]?.bytes ?? 0n);
}

/** Undefined: there is none, or it is somebody else's. */
export async function findFile(db: Db, owner: Owner, id: FileId): Promise<WholeFile | undefined> {
  const row = await chat(db)
    .selectFrom('chat_file')
    .select(['id', 'name', 'media_type', 'content'])
    .where('mandate_id', '=', uuidOf(owner.mandateId))
    .where('id', '=', uuidOf(id))
    .where('user_id', '=', uuidOf(owner.userId))
    .executeTakeFirst();
  return row && wholeOf(row);
}

/** Files of the conversation, without their content. */
export async function listFiles(
  db: Db,
  mandateId: MandateId,
  conversationId: ConversationId,
): Promise<ReadonlyMap<FileId, ChatFile>> {
  const { rows } = await sql<{ id: string; name: string; media_type: string; bytes: number }>`
    select id, name, media_type, octet_length(content) as bytes from chat_file
     where mandate_id = ${uuidOf(mandateId)} and conversation_id = ${uuidOf(conversationId)}`.execute(db);
  return new Map(
    rows.map(({ id, name, media_type: mediaType, bytes }) => [
      idOf('fil', id),
      { id: idOf('fil', id), name, mediaType, bytes },
    ]),
  );
}

/** With their content, for a model. */
export async function readFiles(
  db: Db,
  owner: Owner,
  ids: readonly FileId[],
): Promise<ReadonlyMap<FileId, WholeFile>> {
  if (ids.length === 0) return new Map();
  const rows = await chat(db)
    .selectFrom('chat_file')
    .select(['id', 'name', 'media_type', 'content'])
    .where('mandate_id', '=', uuidOf(owner.mandateId))
    .where('user_id', '=', uuidOf(owner.userId))
    .where('id', 'in', ids.map(uuidOf))
    .execute();
  return new Map(rows.map((row) => [idOf('fil', row.id), wholeOf(row)]));
}

/** The files belong to the conversation from now on. Answers how many there were: his own, of no other conversation. */
export async function attachFiles(
  db: Db,
  owner: Owner,
  conversationId: ConversationId,
  ids: readonly FileId[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const conversation = uuidOf(conversationId);
  const { numUpdatedRows } = await chat(db)
    .updateTable('chat_file')
    .set({ conversation_id: conversation })
    .where('mandate_id', '=', uuidOf(owner.mandateId))
    .where('user_id', '=', uuidOf(owner.userId))
    .where('id', 'in', ids.map(uuidOf))
    .where((row) => row.or([row('conversation_id', 'is', null), row('conversation_id', '=', conversation)]))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function wholeOf(row: { id: string; name: string; media_type: string; content: Buffer }): WholeFile {
  const { content } = row;
  return {
    id: idOf('fil', row.id),
    name: row.name,
    mediaType: row.media_type,
    bytes: content.length,
    content,
  };
}
