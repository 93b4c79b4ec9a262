import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { tidyRuns } from './run.store.ts';

/** A question that nobody answers for a week is answered by no. */
const DAYS = { asking: 7, kept: 400 };

const QUEUE: QueueDefinition<object> = {
  name: 'automation-tidy',
  data: z.object({}),
  retryLimit: 2,
  retryDelayS: 300,
  longestRetryDelayS: 600,
  expireInS: 3_600,
  isExclusive: true,
};

/** Every night. */
export const RUN_TIDY: RecurringJob = { queue: QUEUE, cron: '55 3 * * *', ifMissed: 'once' };

export function runTidyWorker({ db }: { readonly db: Db }): Worker {
  return worker(QUEUE, { pollEveryS: 60 }, () => tidyRuns(db, DAYS));
}
