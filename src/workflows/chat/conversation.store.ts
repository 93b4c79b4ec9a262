import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { likePattern } from '#db/like-pattern.ts';
import { type ConversationId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { chat } from './chat.tables.ts';
import type { Conversation, Owner } from './conversation.ts';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly system_prompt: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly is_running: boolean;
}

const isRunning = sql<boolean>`exists (select 1 from chat_message m where m.mandate_id = c.mandate_id and m.conversation_id = c.id and m.state = 'running')`;

/** Where a list goes on: microseconds since 1970, and the uuid. */
export interface ConversationPlace {
  readonly micros: string;
  readonly uuid: string;
}

/** The owner's, the one that was last said something in first. */
export async function listConversations(
  db: Db,
  owner: Owner,
  {
    q,
    after,
    limit,
  }: {
    readonly q?: string | undefined;
    readonly after?: ConversationPlace | undefined;
    readonly limit: number;
  },
): Promise<readonly (Conversation & { readonly place: ConversationPlace })[]> {
  const { rows } = await sql<Row & { micros: string }>`
    select c.id, c.title, c.system_prompt, c.created_at, c.updated_at, ${isRunning} as is_running,
           (extract(epoch from c.updated_at) * 1000000)::int8::text as micros
      from chat_conversation c
     where c.mandate_id = ${uuidOf(owner.mandateId)} and c.user_id = ${uuidOf(owner.userId)}
       ${q === undefined ? sql`` : sql`and c.title ilike ${likePattern(q)}`}
       ${after ? sql`and (c.updated_at, c.id) < (to_timestamp(${after.micros}::numeric / 1000000), ${after.uuid}::uuid)` : sql``}
     order by c.updated_at desc, c.id desc
     limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...conversationOf(row), place: { micros: row.micros, uuid: row.id } }));
}

/** Undefined: there is none, or it is somebody else's. */
export async function findConversation(
  db: Db,
  owner: Owner,
  id: ConversationId,
): Promise<Conversation | undefined> {
  const { rows } = await sql<Row>`
    select c.id, c.title, c.system_prompt, c.created_at, c.updated_at, ${isRunning} as is_running
      from chat_conversation c
     where c.mandate_id = ${uuidOf(owner.mandateId)} and c.id = ${uuidOf(id)} and c.user_id = ${uuidOf(owner.userId)}`.execute(
    db,
  );
  return rows[0] && conversationOf(rows[0]);
}

/** Until the end of the transaction nobody else says something in it. False: it is not there. */
export async function lockConversation(tx: Tx, owner: Owner, id: ConversationId): Promise<boolean> {
  const row = await own(tx, owner, id).forUpdate().executeTakeFirst();
  return row !== undefined;
}

function own(db: Db, owner: Owner, id: ConversationId) {
  return chat(db)
    .selectFrom('chat_conversation')
    .select('id')
    .where('mandate_id', '=', uuidOf(owner.mandateId))
    .where('id', '=', uuidOf(id))
    .where('user_id', '=', uuidOf(owner.userId));
}

export async function insertConversation(
  db: Db,
  owner: Owner,
  { id, title, systemPrompt }: Pick<Conversation, 'id' | 'title' | 'systemPrompt'>,
): Promise<void> {
  await chat(db)
    .insertInto('chat_conversation')
    .values({
      mandate_id: uuidOf(owner.mandateId),
      id: uuidOf(id),
      user_id: uuidOf(owner.userId),
      title,
      system_prompt: systemPrompt,
    })
    .execute();
}

/** False: it is not there. */
export async function updateConversation(
  db: Db,
  owner: Owner,
  id: ConversationId,
  change: { readonly title?: string | undefined; readonly systemPrompt?: string | undefined },
): Promise<boolean> {
  const { numUpdatedRows } = await chat(db)
    .updateTable('chat_conversation')
    .set((row) => ({
      title: change.title ?? row.ref('title'),
      system_prompt: change.systemPrompt ?? row.ref('system_prompt'),
    }))
    .where('mandate_id', '=', uuidOf(owner.mandateId))
    .where('id', '=', uuidOf(id))
    .where('user_id', '=', uuidOf(owner.userId))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Something was said in it: it moves to the top; without a title it gets this one. */
export async function touchConversation(
  db: Db,
  mandateId: MandateId,
  id: ConversationId,
  titleIfNone: string,
): Promise<void> {
  await chat(db)
    .updateTable('chat_conversation')
    .set({
      updated_at: sql`clock_timestamp()`,
      title: sql`case title when '' then ${titleIfNone}::text else title end`,
    })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .execute();
}

/** With its messages and files. False: it is not there. */
export async function deleteConversation(db: Db, owner: Owner, id: ConversationId): Promise<boolean> {
  const { numDeletedRows } = await chat(db)
    .deleteFrom('chat_conversation')
    .where('mandate_id', '=', uuidOf(owner.mandateId))
    .where('id', '=', uuidOf(id))
    .where('user_id', '=', uuidOf(owner.userId))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

function conversationOf(row: Row): Conversation {
  return {
    id: idOf('cnv', row.id),
    title: row.title,
    systemPrompt: row.system_prompt,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    isRunning: row.is_running,
  };
}
