import { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { Log } from '#kernel/log.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { issueDueStatements } from './due-statements.ts';

const QUEUE: QueueDefinition<object> = {
  name: 'statements',
  data: z.object({}),
  retryLimit: 5,
  retryDelayS: 60,
  longestRetryDelayS: 1_800,
  expireInS: 3_600,
  heartbeatS: 60,
  isExclusive: true,
};

/**
 * Every morning: statements of all mandates that are due, whether they get a report or not, and PDFs that are missing. It comes before the
 * reports of the first (06:15), which take what they find, so that they have nothing to draw. After an outage both may begin at once: then a
 * report that is first issues the statement that it carries itself (`reports/issued-statement.ts`), by the same `issueStatements`, under the
 * same lock; whoever is second finds it.
 */
export const STATEMENTS: RecurringJob = { queue: QUEUE, cron: '30 5 * * *', ifMissed: 'once' };

export function statementWorker({ db, log }: { readonly db: Db; readonly log: Log }): Worker {
  return worker(QUEUE, { pollEveryS: 30 }, ({ signal }) => issueDueStatements({ db, log, signal }));
}
