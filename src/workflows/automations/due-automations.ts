import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { newId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { lockDue, updateStatus } from './automation.store.ts';
import type { Automation, RunPlace } from './automation.ts';
import { insertRun } from './run.store.ts';
import { requeueRuns } from './run-queue.ts';
import { type DueOutcome, whenDue } from './schedule-times.ts';

/** Of one transaction. */
const AT_ONCE = 200;

/**
 * Starts what is due by its schedule: a run, its job, and when it comes next, all in one transaction, so that each time is run once
 * over all processes. Every process calls it every second.
 */
export async function startDueAutomations({
  db,
  log,
}: {
  readonly db: Db;
  readonly log: Log;
}): Promise<void> {
  while ((await transaction(db, (tx) => startSome(tx, log))) === AT_ONCE);
}

async function startSome(tx: Tx, log: Log): Promise<number> {
  const due = await lockDue(tx, AT_ONCE);
  const now = new Date();
  const places: RunPlace[] = [];
  for (const automation of due) {
    const place = await startOne(tx, automation, now, log);
    if (place) places.push(place);
  }
  await requeueRuns(tx, places);
  return due.length;
}

async function startOne(tx: Tx, automation: Automation, now: Date, log: Log): Promise<RunPlace | undefined> {
  const outcome = outcomeFor(automation, now);
  if (!outcome) {
    log.warn({ automation: automation.id }, 'a schedule cannot be read any more; the automation is paused');
    await updateStatus(tx, automation, {
      status: 'paused',
      pausedBecause: 'schedule_unreadable',
      nextRunAt: null,
    });
    return undefined;
  }
  const { status, pausedBecause } = automation;
  await updateStatus(tx, automation, { status, pausedBecause, nextRunAt: outcome.nextRunAt ?? null });
  if (!outcome.runFor) return undefined;
  const { mandateId, id: automationId } = automation;
  const place = { mandateId, automationId, runId: newId('run') };
  const input = defaultsOf(automation);
  const { isNew } = await insertRun(tx, { place, trigger: 'schedule', dueAt: outcome.runFor, input });
  return isNew ? place : undefined;
}

function outcomeFor({ trigger, nextRunAt }: Automation, now: Date): DueOutcome | undefined {
  try {
    return trigger.kind === 'schedule' ? whenDue(trigger, nextRunAt ?? now, now) : undefined;
  } catch {
    return undefined;
  }
}

/** As they are: what is missing or does not fit is said by the run, and holds up no other. */
function defaultsOf({ variables }: Automation): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map(({ name, default: value }) => [name, value ?? '']));
}
