import { z } from 'zod';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';

/** One recount. Its job has the id of its row in `proof`, so an attempt after a crash goes on with the same row. */
export const PROOF_QUEUE: QueueDefinition<object> = {
  name: 'proof',
  data: z.object({}),
  retryLimit: 3,
  retryDelayS: 60,
  longestRetryDelayS: 600,
  // Hours on big data; less than a day, so that no night waits for the one before.
  expireInS: 6 * 3_600,
  heartbeatS: 60,
  isExclusive: true,
};

/** When little is going on. A night on which nothing was running is made up for at the next start. */
export const NIGHTLY_PROOF: RecurringJob = { queue: PROOF_QUEUE, cron: '15 3 * * *', ifMissed: 'once' };
