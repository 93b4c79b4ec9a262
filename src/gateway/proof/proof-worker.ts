import { cancelStatements } from '#db/cancel-statements.ts';
import { type Database, openDatabase } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { idOf, type ProofId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { type RunningJob, type Worker, worker } from '#queue/job-worker.ts';
import { failProof } from './proof.store.ts';
import { countByCheck, mailDifferences, mailFailure } from './proof-alarm.ts';
import { PROOF_QUEUE } from './proof-queue.ts';
import { runProof } from './proof-run.ts';

interface ProofWorkerDeps {
  /** To connect as the application's role. */
  readonly url: string;
  readonly log: Log;
}

export function proofWorker(deps: ProofWorkerDeps): Worker {
  return worker(PROOF_QUEUE, { pollEveryS: 5 }, (job) => proveOnce(deps, job));
}

/** On connections of its own, for as long as it takes: those of the calls are not for hours. */
async function proveOnce({ url, log }: ProofWorkerDeps, job: RunningJob<object>): Promise<void> {
  const name = `rappen proof ${job.id}`;
  const database = openDatabase(url, { poolSize: 3, applicationName: name });
  const cancel = () => void cancelStatements(database.pool, name).catch(() => undefined);
  job.signal.addEventListener('abort', cancel);
  try {
    await prove(database, log, job);
  } finally {
    job.signal.removeEventListener('abort', cancel);
    await database.close();
  }
}

async function prove(database: Database, log: Log, job: RunningJob<object>): Promise<void> {
  const id = idOf('prf', job.id);
  try {
    const result = await runProof(database, { id, source: 'schedule' }, async (tx, found) => {
      if (!found.ok) await mailDifferences(tx, id, found);
    });
    // The process died between the result and the end of the job: whom it concerns has been told.
    if (result === undefined) return;
    const { ok, differences } = result;
    if (ok) log.info({ proof: id }, 'the recount found no difference');
    else {
      const facts = { proof: id, differences: differences.length, checks: countByCheck(differences) };
      raiseAlarm(log, 'proof_differs', facts, 'the recount found differences');
    }
  } catch (error) {
    // Broken off or to be tried again: not the last word yet.
    if (job.signal.aborted || !job.isLastAttempt) throw error;
    await giveUp(database, log, id, error);
  }
}

async function giveUp({ db }: Database, log: Log, id: ProofId, error: unknown): Promise<void> {
  raiseAlarm(log, 'proof_failed', { err: error, proof: id }, 'the recount could not be done');
  const problem = error instanceof Error ? error.message : String(error);
  await transaction(db, async (tx) => {
    await failProof(tx, id, problem);
    await mailFailure(tx, id, problem);
  });
}
