import { changeStatus } from '#billing/mandates/mandate-admin.service.ts';
import { withoutWarning } from '#billing/notifications/without-warning.ts';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { AppError } from '#kernel/error.ts';
import { newUuid } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { finishRun, insertRun } from './import-known.store.ts';
import { bookOpening } from './import-opening.ts';
import { takeTurnInTransaction } from './import-turn.ts';
import {
  findChanges,
  findObstacle,
  insertCounterHistory,
  markUndone,
  type RunChange,
  takeBackBrought,
} from './import-undo.store.ts';

/** What became of the mandates of a run that was to be taken back. */
export interface UndoneRun {
  /** Of the counter-bookings. */
  readonly run: string;
  readonly undone: readonly string[];
  readonly refused: readonly { readonly mandate: string; readonly problem: string }[];
}

/**
 * Takes the money and the history of a run back by counter-bookings, and suspends the mandates of which nothing is left; each as a whole,
 * unless anything else was booked in it since. People, roles and names stay as they are. Throws `not_found`.
 */
export async function undoImport(db: Db, run: string): Promise<UndoneRun> {
  const changes = await findChanges(db, run);
  if (changes.length === 0)
    throw new AppError('not_found', { run }, 'This run brought nothing that is still here.');
  const undo = newUuid();
  await insertRun(db, undo, `undo of ${run}`, run);
  const undone: string[] = [];
  const refused: { mandate: string; problem: string }[] = [];
  for (const change of changes) {
    try {
      await transaction(db, (tx) => undoChange(tx, run, undo, change));
      undone.push(change.externalId);
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      refused.push({ mandate: change.externalId, problem: error.message });
    }
  }
  await finishRun(db, undo, 'done');
  return { run: undo, undone, refused };
}

async function undoChange(tx: Tx, run: string, undo: string, change: RunChange): Promise<void> {
  const { mandateId, externalId, opening, before } = change;
  if (!(await takeTurnInTransaction(tx))) throw new AppError('conflict', {}, 'An import is running.');
  await lockMandate(tx, mandateId);
  const obstacle = await findObstacle(tx, run, mandateId);
  if (obstacle !== undefined) throw new AppError('conflict', { mandate: externalId }, obstacle);
  await withoutWarning(tx, mandateId, () => bookOpening(tx, undo, mandateId, -opening, 'Import taken back'));
  await insertCounterHistory(tx, run, undo, mandateId);
  const mandate = await requireMandate(tx, mandateId);
  const isSuspended = before === undefined && mandateId !== ROOT_MANDATE_ID;
  if (isSuspended && mandate.status === 'active') await changeStatus(tx, mandate, 'suspended');
  await takeBackBrought(tx, mandateId, before);
  await markUndone(tx, run, undo, mandateId);
  await recordAudit(
    tx,
    { mandateId },
    {
      action: 'mandate.import_undone',
      subject: externalId,
      before: { run },
      after: { bookedChf: formatChf(-opening), suspended: isSuspended },
    },
  );
}
