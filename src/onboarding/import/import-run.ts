import type pg from 'pg';
import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import { newUuid } from '#kernel/id.ts';
import { applyPlan } from './import-apply.ts';
import { checkStaged, emptyStaging, emptyStagingIfFree } from './import-checks.ts';
import { finishRun, insertRun, interruptDeadRuns } from './import-known.store.ts';
import type { ImportMapping } from './import-mapping.ts';
import { type MandatePlan, planMandate } from './import-plan.ts';
import {
  type ImportReport,
  type MandateReport,
  type ReportedProblem,
  reportMandate,
  reportProblem,
  reportRefusal,
} from './import-report.ts';
import { type ImportSource, type Loaded, loadImport } from './import-staging.ts';
import { findNotNamed, findStrayProblems, listSubjects, readSubjects } from './import-subject.store.ts';
import type { ImportSubject } from './import-subject.ts';
import { totalsOf } from './import-totals.ts';
import { endTurn, refuseIfStopped, takeTurn, untilStopped } from './import-turn.ts';
import { readingProgress, type TellProgress } from './tell-progress.ts';

export interface ImportRequest {
  /** Shown in the list of runs; no password in it. */
  readonly source: string;
  readonly sources: readonly ImportSource[];
  readonly mapping: ImportMapping;
  readonly dryRun: boolean;
  /** Once it is set, no further mandates begin. */
  readonly stop?: AbortSignal;
  readonly progress?: TellProgress;
}

/**
 * Brings mandates over, each as a whole or not at all, and reports what became of each. A rehearsal plans the same and writes
 * nothing but lines into the staging tables, which are emptied again. Throws `conflict` while another import runs and where it
 * is stopped before the first mandate, `invalid_request` for a source that cannot be read.
 */
export async function importMandates(
  { db, pool }: { readonly db: Db; readonly pool: pg.Pool },
  request: ImportRequest,
): Promise<ImportReport> {
  const client = await pool.connect();
  try {
    await takeTurn(client);
    try {
      await interruptDeadRuns(db);
      const loaded = await untilStopped(pool, client, request.stop, () => stageSource(client, request));
      return await planAndApply(db, request, loaded);
    } finally {
      await emptyStagingIfFree(client);
    }
  } finally {
    await endTurn(client);
  }
}

async function stageSource(client: pg.PoolClient, request: ImportRequest): Promise<Loaded> {
  const { sources, mapping, stop, progress } = request;
  const stopIfAsked = () => refuseIfStopped(stop);
  stopIfAsked();
  await emptyStaging(client);
  const loaded = await loadImport(client, sources, {
    progress: readingProgress(sources, progress),
    stopIfAsked,
  });
  await checkStaged(client, mapping, (step, steps) => {
    stopIfAsked();
    progress?.('checking', step, undefined, `step ${step} of ${steps}`);
  });
  return loaded;
}

async function planAndApply(db: Db, request: ImportRequest, loaded: Loaded): Promise<ImportReport> {
  const ids = await listSubjects(db);
  const planned = new Map<string, MandateReport>();
  for await (const subjects of readSubjects(db, ids, { ...request.mapping, ...loaded })) {
    for (const subject of subjects) {
      planned.set(subject.externalId, reportMandate(planMandate(subject, request.mapping, loaded)));
    }
    request.progress?.('planning', planned.size, ids.length);
    refuseIfStopped(request.stop);
  }
  const run = request.dryRun ? null : newUuid();
  const notReached = run === null ? 0 : await applyAll(db, run, request, loaded, planned);
  const mandates = [...planned.values()];
  const notNamed = await findNotNamed(db, request.mapping.platform);
  const stray = (await findStrayProblems(db, loaded.files)).get('');
  return {
    run,
    dryRun: request.dryRun,
    interrupted: notReached > 0,
    notReached,
    totals: totalsOf(loaded.lines, mandates),
    mandates,
    notNamed,
    strayLines: { count: stray?.count ?? 0, first: (stray?.first ?? []).map(reportProblem) },
  };
}

/** While one waits for an answer of the database, another can be worked on. More hinder each other. */
const BOOKED_AT_ONCE = 2;

/** Does what was planned, and answers how many mandates it did not come to: those are not `planned` any more. */
async function applyAll(
  db: Db,
  run: string,
  request: ImportRequest,
  loaded: Loaded,
  planned: Map<string, MandateReport>,
): Promise<number> {
  const due = [...planned.values()].filter(({ outcome }) => outcome === 'created' || outcome === 'changed');
  await insertRun(db, run, request.source);
  const ids = due.map(({ mandate }) => mandate);
  let done = 0;
  const book = async (subject: ImportSubject) => {
    const refusal = await applyOne(db, run, planMandate(subject, request.mapping, loaded));
    const before = planned.get(subject.externalId);
    if (refusal !== undefined && before) planned.set(before.mandate, reportRefusal(before, refusal));
    done++;
    request.progress?.('booking', done, ids.length);
  };
  try {
    for await (const subjects of readSubjects(db, ids, { ...request.mapping, ...loaded })) {
      for (let next = 0; next < subjects.length && !request.stop?.aborted; next += BOOKED_AT_ONCE) {
        await allOf(subjects.slice(next, next + BOOKED_AT_ONCE).map(book));
      }
      if (request.stop?.aborted) break;
    }
  } finally {
    // Where the database is gone, the next run says so.
    const state = done < ids.length ? 'interrupted' : 'done';
    await finishRun(db, run, state).catch(() => undefined);
  }
  const missed = ids.slice(done);
  for (const id of missed) planned.delete(id);
  return missed.length;
}

/** All of them have ended when it does, also where one fails. */
async function allOf(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Why it is refused after all: what is here may have changed since the first plan. An error of the database or of ours ends the run. */
async function applyOne(db: Db, run: string, plan: MandatePlan): Promise<ReportedProblem | undefined> {
  if (!plan.steps) return plan.problems[0];
  try {
    await applyPlan(db, run, plan);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { file: '', line: 0, problem: error.message };
  }
}
