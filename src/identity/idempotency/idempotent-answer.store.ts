import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';

/** What a request was answered, as JSON. */
export interface StoredAnswer {
  readonly contentHash: string;
  readonly answer: unknown;
}

type AnswerTables = {
  idempotent_answer: { mandate_id: string; idempotency_key: string; content_hash: string; answer: unknown };
};

/** Others who ask for the same key wait until the transaction ends, on every process. */
export async function lockIdempotencyKey(tx: Tx, mandateId: MandateId, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${mandateId}/${key}`}, 7265703))`.execute(tx);
}

export async function findAnswer(
  tx: Tx,
  mandateId: MandateId,
  key: string,
): Promise<StoredAnswer | undefined> {
  const row = await tx
    .withTables<AnswerTables>()
    .selectFrom('idempotent_answer')
    .select(['content_hash', 'answer'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row && { contentHash: row.content_hash, answer: row.answer };
}

export async function insertAnswer(
  tx: Tx,
  mandateId: MandateId,
  key: string,
  { contentHash, answer }: StoredAnswer,
): Promise<void> {
  await tx
    .withTables<AnswerTables>()
    .insertInto('idempotent_answer')
    .values({
      mandate_id: uuidOf(mandateId),
      idempotency_key: key,
      content_hash: contentHash,
      answer: sql`${JSON.stringify(answer)}::jsonb`,
    })
    .execute();
}
