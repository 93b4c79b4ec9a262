import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import type { AutomationId, RunId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { requireAutomation } from './automation.service.ts';
import type { AutomationRun } from './automation.ts';
import { findRun, letRunGoOn, stopRun } from './run.store.ts';
import { readInput } from './run-input.ts';
import { queueRun, requeueRuns } from './run-queue.ts';

export interface RunRef {
  readonly automationId: AutomationId;
  readonly runId: RunId;
}

/** Throws `not_found`. */
export async function requireRun(
  db: Db,
  actor: Actor,
  { automationId, runId }: RunRef,
): Promise<AutomationRun> {
  const { mandateId } = await requireAutomation(db, actor, automationId);
  const run = await findRun(db, { mandateId, automationId, runId });
  if (!run) throw new AppError('not_found', {}, 'There is no such run.');
  return run;
}

/** By hand, also while it is paused. The same key again is the same run. Throws `not_found`, `invalid_request`. */
export async function runNow(
  db: Db,
  actor: Actor,
  automationId: AutomationId,
  {
    idempotencyKey,
    input,
  }: { readonly idempotencyKey: string; readonly input: Readonly<Record<string, string>> },
): Promise<AutomationRun> {
  const automation = await requireAutomation(db, actor, automationId);
  const run = {
    trigger: 'manual',
    requestKey: `${actor.userId} ${idempotencyKey}`.slice(0, 300),
    startedBy: actor.userId,
    input: readInput(automation.variables, input, 'body.input'),
  } as const;
  const place = await transaction(db, (tx) => queueRun(tx, automation, run));
  return requireRun(db, actor, place);
}

/** What it has called is charged as the provider bills it. Throws `not_found`. */
export async function stop(db: Db, actor: Actor, ref: RunRef): Promise<void> {
  const { place } = await requireRun(db, actor, ref);
  await stopRun(db, place);
}

/** What becomes of a run that asks. Throws `not_found`; `conflict` where it does not ask (any more). */
export async function decide(
  db: Db,
  actor: Actor,
  ref: RunRef,
  decision: { readonly decision: 'stop' } | { readonly decision: 'go_on'; readonly moreChf: NanoChf },
): Promise<AutomationRun> {
  const { place } = await requireRun(db, actor, ref);
  await transaction(db, async (tx) => {
    const isDone =
      decision.decision === 'stop'
        ? await stopRun(tx, place, ['asking'])
        : await letRunGoOn(tx, place, decision.moreChf);
    if (!isDone) throw new AppError('conflict', {}, 'This run does not wait for a decision any more.');
    if (decision.decision === 'go_on') await requeueRuns(tx, [place]);
  });
  return requireRun(db, actor, ref);
}
