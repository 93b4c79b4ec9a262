import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { storableJson } from '#db/storable-json.ts';
import { idOf, type MessageId, uuidOf } from '#kernel/id.ts';
import type { Answer } from './conversation.ts';
import { type AnswerOutcome, INTERRUPTED } from './growing-answer.ts';
import type { MessagePlace } from './message.store.ts';

/** How far an answer has come. */
export interface AnswerProgress {
  readonly place: MessagePlace;
  /** Its parts, by `storableJson`. */
  readonly parts: string;
  readonly loweredOutputTokens: number | null;
}

/** Of all the answers that have grown, in one statement; a sign of life of each. */
export async function storeProgress(db: Db, answers: readonly AnswerProgress[]): Promise<void> {
  const parts = answers.map((answer) => answer.parts);
  const lowered = answers.map(({ loweredOutputTokens }) => loweredOutputTokens);
  await sql`
    update chat_message m
       set parts = p.parts, lowered_output_tokens = p.lowered, alive_at = clock_timestamp()
      from ${placesOf(answers.map(({ place }) => place))}
      join unnest(${parts}::jsonb[], ${lowered}::int4[]) with ordinality p (parts, lowered, number) using (number)
     where ${isAtPlace} and m.state = 'running'`.execute(db);
}

/** A sign of life of answers that have not grown. */
export async function showAlive(db: Db, places: readonly MessagePlace[]): Promise<void> {
  await sql`
    update chat_message m set alive_at = clock_timestamp()
      from ${placesOf(places)}
     where ${isAtPlace} and m.state = 'running'`.execute(db);
}

/** Of these answers those that nobody wants any more: stopped by way of another process, or deleted. */
export async function findUnwanted(db: Db, places: readonly MessagePlace[]): Promise<readonly MessageId[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from ${placesOf(places)} left join chat_message m on ${isAtPlace}
     where m.id is null or m.is_stop_asked`.execute(db);
  return rows.map(({ id }) => idOf('msg', id));
}

/** How an answer stays. */
export type StoredEnd = Pick<Answer, 'parts' | 'loweredOutputTokens'> & AnswerOutcome;

/** Also of one that was taken for dead, because its process could not reach the database. Nothing happens to a deleted one. */
export async function storeEnd(db: Db, place: MessagePlace, end: StoredEnd): Promise<void> {
  await sql`
    update chat_message
       set parts = ${storableJson(end.parts)}::jsonb, lowered_output_tokens = ${end.loweredOutputTokens},
           state = ${end.state}, failure = ${end.failure && storableJson(end.failure)}::jsonb,
           ended_at = clock_timestamp()
     where ${isAt(place)} and state in ('running', 'interrupted')`.execute(db);
}

/** Whoever makes it hears of it within a good second. Nothing happens if it does not run. */
export async function askToStop(db: Db, place: MessagePlace): Promise<void> {
  await sql`update chat_message set is_stop_asked = true where ${isAt(place)} and state = 'running'`.execute(
    db,
  );
}

/** Answers whose process has given no sign of life for so long: they come to no end any more. */
export async function endAbandoned(db: Db, silentForS: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update chat_message
       set state = 'interrupted', failure = ${storableJson(INTERRUPTED)}::jsonb, ended_at = clock_timestamp()
     where state = 'running' and alive_at < clock_timestamp() - make_interval(secs => ${silentForS})`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

function isAt({ mandateId, conversationId, messageId }: MessagePlace): RawBuilder<unknown> {
  return sql`mandate_id = ${uuidOf(mandateId)}::uuid and conversation_id = ${uuidOf(conversationId)}::uuid
    and id = ${uuidOf(messageId)}::uuid`;
}

/** As a table `o` with a number for each. */
function placesOf(places: readonly MessagePlace[]): RawBuilder<unknown> {
  const mandates = places.map(({ mandateId }) => uuidOf(mandateId));
  const conversations = places.map(({ conversationId }) => uuidOf(conversationId));
  const ids = places.map(({ messageId }) => uuidOf(messageId));
  return sql`unnest(${mandates}::uuid[], ${conversations}::uuid[], ${ids}::uuid[])
    with ordinality o (mandate_id, conversation_id, id, number)`;
}

const isAtPlace = sql`m.mandate_id = o.mandate_id and m.conversation_id = o.conversation_id and m.id = o.id`;
