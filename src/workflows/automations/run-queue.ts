import { z } from 'zod';
import type { Tx } from '#db/database.ts';
import { automationIdText, mandateIdText, runIdText } from '#http/common.contract.ts';
import { newId } from '#kernel/id.ts';
import { enqueueAll } from '#queue/enqueue.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import { keepAutomation } from './automation.store.ts';
import { type Automation, noSuchAutomation, type RunPlace } from './automation.ts';
import { insertRun, type NewRun } from './run.store.ts';

/** Only where the run is: what it was given is in its row, and may be deleted. */
export const RUN_QUEUE: QueueDefinition<RunPlace> = {
  name: 'automation-run',
  data: z.strictObject({ mandateId: mandateIdText, automationId: automationIdText, runId: runIdText }),
  // Only for what is not begun: a run that fails has failed, and one that falls silent is seen to (silent-runs.ts).
  retryLimit: 3,
  retryDelayS: 5,
  longestRetryDelayS: 60,
  expireInS: 3_600,
  heartbeatS: 30,
};

/**
 * A run of this automation that begins as soon as a process takes it. Answers the one that is there already for the same time or key.
 * Throws `not_found` where it is being deleted.
 */
export async function queueRun(
  tx: Tx,
  { mandateId, id }: Pick<Automation, 'mandateId' | 'id'>,
  run: Omit<NewRun, 'place'>,
): Promise<RunPlace> {
  const place = { mandateId, automationId: id, runId: newId('run') };
  if (!(await keepAutomation(tx, mandateId, id))) throw noSuchAutomation();
  const { runId, isNew } = await insertRun(tx, { ...run, place });
  if (isNew) await requeueRuns(tx, [place]);
  return { ...place, runId };
}

/** Some process takes them. */
export async function requeueRuns(tx: Tx, places: readonly RunPlace[]): Promise<void> {
  await enqueueAll(tx, RUN_QUEUE, places);
}
