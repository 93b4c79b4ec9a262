import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { refreshDays } from './notice.store.ts';

const DAYS_QUEUE: QueueDefinition<object> = {
  name: 'warning-days',
  data: z.object({}),
  retryLimit: 0,
  retryDelayS: 60,
  longestRetryDelayS: 60,
  expireInS: 1_800,
  isExclusive: true,
};

/** Each minute: who is warned some days before the end is warned at today's pace. */
export const WARNING_DAYS: RecurringJob = { queue: DAYS_QUEUE, cron: '* * * * *', ifMissed: 'skip' };

export function warningDaysWorker({ db }: { readonly db: Db }): Worker {
  return worker(DAYS_QUEUE, { pollEveryS: 5 }, async () => void (await refreshDays(db)));
}
