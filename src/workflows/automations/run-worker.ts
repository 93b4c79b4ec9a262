import { findCallsOfRuns } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { type OfferedModelsDeps, offeredModels } from '#gateway/model-list/offered-models.ts';
import { membershipsOf } from '#identity/access/membership.store.ts';
import type { Actor } from '#identity/actor.ts';
import type { Log } from '#kernel/log.ts';
import type { NanoChf } from '#kernel/money.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { WorkflowProcessor } from '../processor/workflow-processor.ts';
import { findAutomation, updateStatus } from './automation.store.ts';
import type { Automation, AutomationRun, RunPlace } from './automation.ts';
import { claimRun, storeRunEnd } from './run.store.ts';
import { runModels } from './run-models.ts';
import { RUN_QUEUE } from './run-queue.ts';
import { RunningRun } from './running-run.ts';

/** Workers of a process, each of which takes so many runs at once and waits for the slowest of them. */
const WORKERS = 6;
const RUNS_AT_ONCE = 10;

export interface RunDeps extends OfferedModelsDeps {
  readonly db: Db;
  readonly processor: WorkflowProcessor;
  readonly log: Log;
  readonly isStopping: () => boolean;
}

export function runWorkers(deps: RunDeps): readonly Worker[] {
  return Array.from({ length: WORKERS }, () =>
    worker(RUN_QUEUE, { pollEveryS: 0.5, atOnce: RUNS_AT_ONCE }, ({ data, signal }) =>
      work(deps, data, signal),
    ),
  );
}

/** One run, from its claim to its end. Throws only where another process should take it on. */
async function work(deps: RunDeps, place: RunPlace, signal: AbortSignal): Promise<void> {
  const { db } = deps;
  const run = await claimRun(db, place);
  const automation = run && (await findAutomation(db, place.mandateId, place.automationId));
  if (!run || !automation) return;
  const running = new RunningRun(db, deps.log, run, signal);
  try {
    const owner = await ownerOf(db, automation);
    if (!owner?.may('resource.workflows.automations'))
      return await endWithoutRight(deps, automation, run, owner);
    const models = await offeredModels(deps, owner).catch(() => undefined);
    await running.end(await runModels({ ...deps, models, owner, automation, running, spentOf }));
  } finally {
    running.close();
  }

  function spentOf(): Promise<NanoChf> {
    return spentBy(db, place);
  }
}

/** In whose name it calls, with what he may do now. Undefined: he is no member of the mandate any more. */
async function ownerOf(db: Db, { mandateId, ownerId }: Automation): Promise<Actor | undefined> {
  return (await membershipsOf(db, ownerId)).find((actor) => actor.mandateId === mandateId);
}

const NO_RIGHT = {
  owner_left: 'Its owner is not a member of the mandate any more.',
  owner_not_allowed: 'The role of its owner does not allow automations any more.',
} as const;

/** It would fail each time: it is paused, and says why. */
async function endWithoutRight(
  { db }: RunDeps,
  automation: Automation,
  run: AutomationRun,
  owner: Actor | undefined,
): Promise<void> {
  const pausedBecause = owner ? 'owner_not_allowed' : 'owner_left';
  const failure = { code: 'permission_denied', message: NO_RIGHT[pausedBecause], details: {} } as const;
  await updateStatus(db, automation, { status: 'paused', pausedBecause, nextRunAt: null });
  await storeRunEnd(db, run.place, { ...run, state: 'failed', failure, question: null });
}

/** What the run has cost so far, or may yet cost. */
async function spentBy(db: Db, { mandateId, runId }: RunPlace): Promise<NanoChf> {
  const calls = (await findCallsOfRuns(db, mandateId, [runId])).get(runId) ?? [];
  return calls.reduce((sum, { atMost }) => sum + atMost, 0n);
}
