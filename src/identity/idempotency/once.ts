import { createHash } from 'node:crypto';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { AppError } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { findAnswer, insertAnswer, lockIdempotencyKey } from './idempotent-answer.store.ts';

export interface OnceRequest {
  readonly mandateId: MandateId;
  readonly idempotencyKey: string;
  /** What makes two requests the same: what is done, to what, how much. Not the words of a reason: a repeat may word it otherwise. */
  readonly content: readonly (string | bigint | undefined)[];
  /** Do it, answer, and leave nothing behind. */
  readonly isPreview?: boolean;
}

/** What a change answers. It comes back as it went through JSON. */
type Answer = { readonly [field: string]: unknown };

/**
 * Makes a change in a transaction, once for each key of a mandate: the same again, also at the same moment on another
 * process, does nothing and gets the first one's answer. The same key with other content throws `idempotency_conflict`.
 */
export async function once<Done extends Answer>(
  db: Db,
  request: OnceRequest,
  work: (tx: Tx) => Promise<Done>,
): Promise<Done> {
  const run = (tx: Tx) => answerOnce(tx, request, work);
  return request.isPreview ? inVain(db, run) : transaction(db, run);
}

async function answerOnce<Done extends Answer>(
  tx: Tx,
  { mandateId, idempotencyKey, content, isPreview }: OnceRequest,
  work: (tx: Tx) => Promise<Done>,
): Promise<Done> {
  const contentHash = hashOf(content);
  await lockIdempotencyKey(tx, mandateId, idempotencyKey);
  const known = await findAnswer(tx, mandateId, idempotencyKey);
  if (!known) {
    const answer = await work(tx);
    if (!isPreview) await insertAnswer(tx, mandateId, idempotencyKey, { contentHash, answer });
    return answer;
  }
  if (known.contentHash === contentHash) return known.answer as Done;
  throw new AppError('idempotency_conflict', {}, 'This idempotency key was used before with other content.');
}

/** Runs the work in a transaction that is rolled back. */
async function inVain<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    return await transaction(db, async (tx) => {
      throw new RolledBack(await work(tx));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result;
    throw error;
  }
}

class RolledBack extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('rolled back');
    this.result = result;
  }
}

/** As the database writes a uuid. */
function hashOf(content: OnceRequest['content']): string {
  const text = JSON.stringify(content.map((part) => part?.toString() ?? null));
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
