import type { Recount } from '#billing/verify/difference.ts';
import type { Database, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { ProofId } from '#kernel/id.ts';
import { recount } from '../recount.ts';
import { endDeadProofs, finishProof, startProof } from './proof.store.ts';
import type { ProofSource } from './proof.ts';
import { oneAtATime } from './proof-lock.ts';

/**
 * Recounts everything and keeps the result under this id. `whenDone` belongs to the transaction that keeps it. A second
 * recount waits for the first. Undefined: this one has a result already. What it throws is not kept: that is for the caller to
 * decide. Needs two connections.
 */
export async function runProof(
  database: Pick<Database, 'db' | 'pool'>,
  proof: { readonly id: ProofId; readonly source: ProofSource },
  whenDone?: (tx: Tx, result: Recount) => Promise<void>,
): Promise<Recount | undefined> {
  const { db, pool } = database;
  return oneAtATime(pool, async () => {
    if (!(await startProof(db, proof.id, proof.source))) return undefined;
    await endDeadProofs(db, proof.id);
    const result = await recount(database);
    await transaction(db, async (tx) => {
      await finishProof(tx, proof.id, result);
      await whenDone?.(tx, result);
    });
    return result;
  });
}
