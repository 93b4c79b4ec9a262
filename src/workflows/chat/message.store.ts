import { type Selectable, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type ConversationId, idOf, type MandateId, type MessageId, uuidOf } from '#kernel/id.ts';
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

/** Answers that run, or have ended within half a minute: who comes back late misses no end. */
export async function listLateAnswers(
  db: Db,
  mandateId: MandateId,
  conversationId: ConversationId,
): Promise<readonly Answer[]> {
  const rows = await chat(db)
    .selectFrom('chat_message')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('conversation_id', '=', uuidOf(conversationId))
    .where('role', '=', 'assistant')
    .where((row) =>
      row.or([row('state', '=', 'running'), row('ended_at', '>', sql<Date>`now() - interval '30 s'`)]),
    )
    .orderBy('id')
    .execute();
  return rows.map(answerOf);
}

export interface PlacedAnswer {
  readonly place: Omit<MessagePlace, 'messageId'>;
  readonly answer: Answer;
}

/** Of all these conversations the answers that run, or that are named (bare uuids), but for those that are made here. */
export async function listAnswersElsewhere(
  db: Db,
  places: readonly PlacedAnswer['place'][],
  here: readonly MessageId[],
  named: readonly string[],
): Promise<readonly PlacedAnswer[]> {
  const mandates = places.map(({ mandateId }) => uuidOf(mandateId));
  const conversations = places.map(({ conversationId }) => uuidOf(conversationId));
  const { rows } = await sql<Selectable<MessageRow>>`
    select m.*
      from unnest(${mandates}::uuid[], ${conversations}::uuid[]) p (mandate_id, conversation_id)
      join chat_message m on m.mandate_id = p.mandate_id and m.conversation_id = p.conversation_id
     where m.role = 'assistant' and (m.state = 'running' or m.id = any(${named}::uuid[]))
       and m.id <> all(${here.map(uuidOf)}::uuid[])`.execute(db);
  return rows.map((row) => ({
    place: { mandateId: idOf('mnd', row.mandate_id), conversationId: idOf('cnv', row.conversation_id) },
    answer: answerOf(row),
  }));
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

function placeOf({ mandateId, conversationId, messageId }: MessagePlace) {
  return {
    mandate_id: uuidOf(mandateId),
    conversation_id: uuidOf(conversationId),
    id: uuidOf(messageId),
  };
}

function messageOf(row: Selectable<MessageRow>): Message {
  if (row.role === 'assistant') return answerOf(row);
  const fileIds = row.file_ids.map((id) => idOf('fil', id));
  return { ...anyOf(row), role: 'user', text: row.text ?? '', fileIds };
}

function answerOf(row: Selectable<MessageRow>): Answer {
  return {
    ...anyOf(row),
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

function anyOf(row: Selectable<MessageRow>) {
  return {
    id: idOf('msg', row.id),
    parentId: row.parent_id === null ? undefined : idOf('msg', row.parent_id),
    createdAt: row.created_at,
  } as const;
}
