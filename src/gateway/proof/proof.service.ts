import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { AppError } from '#kernel/error.ts';
import { newId, type ProofId, uuidOf } from '#kernel/id.ts';
import { enqueue } from '#queue/enqueue.ts';
import { nextRun } from '#queue/recurring-job.ts';
import { insertProof, newestProofs } from './proof.store.ts';
import type { Proof } from './proof.ts';
import { NIGHTLY_PROOF, PROOF_QUEUE } from './proof-queue.ts';

export interface ProofOverview {
  /** The newest that has ended. */
  readonly last: Proof | undefined;
  /** The one that waits or runs. */
  readonly current: Proof | undefined;
  readonly nextRunAt: Date | undefined;
  /** The newest 30, newest first. */
  readonly history: readonly Proof[];
}

const HISTORY_LENGTH = 30;

export async function readProofs(db: Db): Promise<ProofOverview> {
  const history = await newestProofs(db, HISTORY_LENGTH);
  return {
    last: history.find(({ finishedAt }) => finishedAt !== undefined),
    current: history.find(({ finishedAt }) => finishedAt === undefined),
    nextRunAt: await nextRun(NIGHTLY_PROOF, new Date()),
    history,
  };
}

/** Starts a recount as a job, soon. Throws `conflict` while one waits or runs. */
export async function requestProof(db: Db, by: AuditBy): Promise<ProofId> {
  const id = newId('prf');
  await transaction(db, async (tx) => {
    const job = await enqueue(tx, { queue: PROOF_QUEUE, data: {}, id: uuidOf(id) });
    if (job === undefined) throw new AppError('conflict', {}, 'A recount is waiting or running already.');
    await insertProof(tx, id, 'request');
    await recordAudit(tx, by, { action: 'proof.requested', subject: id });
  });
  return id;
}
