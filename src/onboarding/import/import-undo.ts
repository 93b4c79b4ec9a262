import type pg from 'pg';
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
import { finishRun, insertRun, interruptDeadRuns } from './import-known.store.ts';
import { bookOpening } from './import-opening.ts';
import type { HistorySum } from './import-subject.ts';
import { endTurn, takeTurn } from './import-turn.ts';
import {
  findChanges,
  findObstacle,
  insertCounterHistory,
  markUndone,
  type RunChange,
  takeBackBrought,
} from './import-undo.store.ts';
import type { TellProgress } from './tell-progress.ts';

export interface UndoRequest {
  readonly run: string;
  /** Finds out what would be taken back, and writes nothing. */
  readonly dryRun?: boolean;
  /** Once it is set, no further mandate begins. */
  readonly stop?: AbortSignal;
  readonly progress?: TellProgress;
}

/** What became of the mandates of a run that was to be taken back, or would. A type, since commands print it as JSON. */
export type UndoneRun = {
  /** Of the counter-bookings; null: a rehearsal, or it was stopped before the first. */
  readonly run: string | null;
  readonly dryRun: boolean;
  /** It was stopped: again takes back the rest. */
  readonly interrupted: boolean;
  readonly notReached: number;
  /** The sum of the counter-bookings. */
  readonly bookedChf: string;
  readonly historyCalls: number;
  readonly historyChf: string;
  readonly undone: readonly string[];
  readonly suspended: readonly string[];
  readonly refused: readonly { readonly mandate: string; readonly problem: string }[];
};

/**
 * Takes the money and the history of a run back by counter-bookings, and suspends the mandates of which nothing is left; each as a whole,
 * unless anything else was booked in it since. People, roles and names stay as they are. Throws `not_found`, and `conflict` while
 * an import runs.
 */
export async function undoImport(
  { db, pool }: { readonly db: Db; readonly pool: pg.Pool },
  request: UndoRequest,
): Promise<UndoneRun> {
  const client = await pool.connect();
  try {
    await takeTurn(client);
    await interruptDeadRuns(db);
    const { run } = request;
    const changes = await findChanges(db, run);
    if (changes.length === 0)
      throw new AppError('not_found', { run }, 'This run brought nothing that is still here.');
    const undo = newUuid();
    if (request.dryRun) return { ...(await undoChanges(db, undo, request, changes)), run: null };
    await insertRun(db, undo, `undo of ${run}`, run);
    return await undoChanges(db, undo, request, changes);
  } finally {
    await endTurn(client);
  }
}

async function undoChanges(
  db: Db,
  undo: string,
  { run, dryRun = false, stop, progress }: UndoRequest,
  changes: readonly RunChange[],
): Promise<UndoneRun> {
  const taken: (TakenBack & RunChange)[] = [];
  const refused: { mandate: string; problem: string }[] = [];
  const done = () => taken.length + refused.length;
  try {
    for (const change of changes) {
      if (stop?.aborted) break;
      try {
        taken.push({ ...change, ...(await undoOne(db, run, undo, change, dryRun)) });
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        refused.push({ mandate: change.externalId, problem: error.message });
      }
      progress?.(dryRun ? 'rehearsing' : 'taking back', done(), changes.length);
    }
  } finally {
    // Where the database is gone, the next run says so.
    const state = done() < changes.length ? 'interrupted' : 'done';
    if (!dryRun) await finishRun(db, undo, state).catch(() => undefined);
  }
  const notReached = changes.length - done();
  return {
    ...{ run: undo, dryRun, notReached, refused, interrupted: notReached > 0 },
    bookedChf: formatChf(-taken.reduce((sum, { opening }) => sum + opening, 0n)),
    historyCalls: Number(taken.reduce((sum, { history }) => sum + history.calls, 0n)),
    historyChf: formatChf(taken.reduce((sum, { history }) => sum + history.worth, 0n)),
    undone: taken.map(({ externalId }) => externalId),
    suspended: taken.filter(({ isSuspended }) => isSuspended).map(({ externalId }) => externalId),
  };
}

interface TakenBack {
  /** What is not there any more. */
  readonly history: HistorySum;
  readonly isSuspended: boolean;
}

/** A rehearsal does it and rolls it back, so that it meets what the undo would meet. */
async function undoOne(
  db: Db,
  run: string,
  undo: string,
  change: RunChange,
  dryRun: boolean,
): Promise<TakenBack> {
  const rehearsed = new Rehearsed();
  try {
    return await transaction(db, async (tx) => {
      const taken = await undoChange(tx, run, undo, change);
      if (!dryRun) return taken;
      rehearsed.taken = taken;
      throw rehearsed;
    });
  } catch (error) {
    if (error === rehearsed && rehearsed.taken) return rehearsed.taken;
    throw error;
  }
}

class Rehearsed extends Error {
  taken: TakenBack | undefined;
}

async function undoChange(tx: Tx, run: string, undo: string, change: RunChange): Promise<TakenBack> {
  const { mandateId, externalId, opening, before } = change;
  await lockMandate(tx, mandateId);
  const obstacle = await findObstacle(tx, run, mandateId);
  if (obstacle !== undefined) throw new AppError('conflict', { mandate: externalId }, obstacle);
  await withoutWarning(tx, mandateId, () => bookOpening(tx, undo, mandateId, -opening, 'Import taken back'));
  const history = await insertCounterHistory(tx, run, undo, mandateId);
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
  return { history, isSuspended };
}
