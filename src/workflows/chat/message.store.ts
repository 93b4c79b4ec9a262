import { type Selectable, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type ConversationId, idOf, type MandateId, type MessageId, uuidOf } from '#kernel/id.ts';
import type { AnswerState } from './answer.ts';
import { chat, type MessageRow } from './chat.tables.ts';
import type { Answer, Message, SaidMessage } from './conversation.ts';

/** Where a message is. */
export interface MessagePlace {
  readonly mandateId: MandateId;
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}

/** All of the conversation, in the order of their making. */
export async function listMessages(
  db: Db,
  mandateId: MandateId,
  conversationId: ConversationId,
): Promise<readonly Message[]> {
  const rows = await chat(db)
    .selectFrom('chat_message')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('conversation_id', '=', uuidOf(conversationId))
    .orderBy('id')
    .execute();
  return rows.map(messageOf);
}

/** Answers that run, or ended just now; another version is another state of the same answer. */
export async function listLateAnswers(
  db: Db,
  mandateId: MandateId,
  conversationId: ConversationId,
): Promise<readonly { readonly answer: Answer; readonly version: string }[]> {
  const rows = await chat(db)
    .selectFrom('chat_message')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('conversation_id', '=', uuidOf(conversationId))
    .where('role', '=', 'assistant')
    .where((row) =>
      row.or([row('state', '=', 'running'), row('ended_at', '>', sql<Date>`now() - interval '10 s'`)]),
    )
    .orderBy('id')
    .execute();
  return rows.flatMap((row) => {
    const answer = messageOf(row);
    const version = `${row.state} ${row.alive_at?.getTime()}`;
    return answer.role === 'assistant' ? [{ answer, version }] : [];
  });
}

export async function insertSaid(
  db: Db,
  { mandateId, conversationId }: Omit<MessagePlace, 'messageId'>,
  message: Pick<SaidMessage, 'id' | 'parentId' | 'text' | 'fileIds'>,
): Promise<void> {
  await chat(db)
    .insertInto('chat_message')
    .values({
      ...placeOf({ mandateId, conversationId, messageId: message.id }),
      parent_id: message.parentId === undefined ? null : uuidOf(message.parentId),
      role: 'user',
      text: message.text,
      file_ids: message.fileIds.map(uuidOf),
    })
    .execute();
}

/** It runs from now on. */
export async function insertAnswer(
  db: Db,
  { mandateId, conversationId }: Omit<MessagePlace, 'messageId'>,
  answer: Pick<Answer, 'id' | 'model' | 'webSearch'> & { readonly parentId: MessageId },
): Promise<void> {
  await chat(db)
    .insertInto('chat_message')
    .values({
      ...placeOf({ mandateId, conversationId, messageId: answer.id }),
      parent_id: uuidOf(answer.parentId),
      role: 'assistant',
      ...answer.model,
      web_search: answer.webSearch,
      state: 'running',
      parts: sql`'[]'::jsonb`,
      alive_at: sql`clock_timestamp()`,
    })
    .execute();
}

export type AnswerProgress = Pick<Answer, 'parts' | 'loweredOutputTokens'>;

/**
 * How far it has come; a sign of life. Answers whether somebody wants it stopped; undefined: it does not run any more, or was
 * deleted.
 */
export async function storeProgress(
  db: Db,
  place: MessagePlace,
  progress: AnswerProgress,
): Promise<{ readonly isStopAsked: boolean } | undefined> {
  const row = await running(db, place)
    .set({ ...columnsOf(progress), alive_at: sql`clock_timestamp()` })
    .returning('is_stop_asked')
    .executeTakeFirst();
  return row && { isStopAsked: row.is_stop_asked };
}

/** The answer as it stays. Nothing happens if it was ended otherwise meanwhile. */
export async function storeEnd(
  db: Db,
  place: MessagePlace,
  end: AnswerProgress & Pick<Answer, 'failure'> & { readonly state: AnswerState },
): Promise<void> {
  await running(db, place)
    .set({
      ...columnsOf(end),
      state: end.state,
      failure: end.failure && sql`${storableJson(end.failure)}::jsonb`,
      ended_at: sql`clock_timestamp()`,
    })
    .execute();
}

/** Whoever makes it hears of it within a good second. Nothing happens if it does not run. */
export async function askToStop(db: Db, place: MessagePlace): Promise<void> {
  await running(db, place).set({ is_stop_asked: true }).execute();
}

/** Answers whose process has given no sign of life for so long: they come to no end any more. */
export async function endAbandoned(db: Db, silentForS: number): Promise<number> {
  const { numUpdatedRows } = await chat(db)
    .updateTable('chat_message')
    .set({ state: 'interrupted', ended_at: sql`clock_timestamp()` })
    .where('state', '=', 'running')
    .where('alive_at', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${silentForS})`)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function running(db: Db, { mandateId, conversationId, messageId }: MessagePlace) {
  return chat(db)
    .updateTable('chat_message')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('conversation_id', '=', uuidOf(conversationId))
    .where('id', '=', uuidOf(messageId))
    .where('state', '=', 'running');
}

function placeOf({ mandateId, conversationId, messageId }: MessagePlace) {
  return {
    mandate_id: uuidOf(mandateId),
    conversation_id: uuidOf(conversationId),
    id: uuidOf(messageId),
  };
}

function columnsOf({ parts, loweredOutputTokens }: AnswerProgress) {
  return {
    parts: sql<MessageRow['parts']>`${storableJson(parts)}::jsonb`,
    lowered_output_tokens: loweredOutputTokens,
  };
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair; a model may write both. */
function storableJson(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'string' ? field.toWellFormed().replaceAll('\0', '\ufffd') : field,
  );
}

function messageOf(row: Selectable<MessageRow>): Message {
  const base = {
    id: idOf('msg', row.id),
    parentId: row.parent_id === null ? undefined : idOf('msg', row.parent_id),
    createdAt: row.created_at,
  } as const;
  if (row.role === 'user') {
    const fileIds = row.file_ids.map((id) => idOf('fil', id));
    return { ...base, role: 'user', text: row.text ?? '', fileIds };
  }
  return {
    ...base,
    role: 'assistant',
    model: { provider: must(row.provider, 'a provider'), model: must(row.model, 'a model') },
    webSearch: must(row.web_search, 'a kind of search'),
    state: must(row.state, 'a state'),
    parts: row.parts ?? [],
    failure: row.failure,
    loweredOutputTokens: row.lowered_output_tokens,
    endedAt: row.ended_at,
  };
}
