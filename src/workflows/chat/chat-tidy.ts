import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { deleteOldConversations } from './chat-settings.service.ts';

const QUEUE: QueueDefinition<object> = {
  name: 'chat-tidy',
  data: z.object({}),
  retryLimit: 2,
  retryDelayS: 300,
  longestRetryDelayS: 600,
  expireInS: 3_600,
  isExclusive: true,
};

/** Every night: conversations that are kept no longer, and files that were never sent. */
export const CHAT_TIDY: RecurringJob = { queue: QUEUE, cron: '50 3 * * *', ifMissed: 'once' };

export function chatTidyWorker({ db }: { readonly db: Db }): Worker {
  return worker(QUEUE, { pollEveryS: 60 }, () => deleteOldConversations(db));
}
