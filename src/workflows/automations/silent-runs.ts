import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { letGoOfSilentRuns } from './run.store.ts';
import { requeueRuns } from './run-queue.ts';

/** A running run shows a sign of life every second. */
const SILENT_AFTER_S = 60;

/** What becomes of the runs of processes that died: what has called somebody is interrupted, the rest is taken on by another process. */
export async function takeOnSilentRuns(db: Db): Promise<void> {
  await transaction(db, async (tx) => requeueRuns(tx, await letGoOfSilentRuns(tx, SILENT_AFTER_S)));
}
