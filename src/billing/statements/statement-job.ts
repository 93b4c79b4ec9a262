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

/** Every morning, before the reports of the first of a month: what is due then, and what was left out on other days. */
export const STATEMENTS: RecurringJob = { queue: QUEUE, cron: '30 5 * * *', ifMissed: 'once' };

export function statementWorker({ db, log }: { readonly db: Db; readonly log: Log }): Worker {
  return worker(QUEUE, { pollEveryS: 30 }, ({ signal }) => issueDueStatements({ db, log, signal }));
}
