import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';

/** A message is tried for most of a day: what waits longer has lost its job with the process that made the last attempt. */
const DAYS = { tried: 3, kept: 90 };

const QUEUE: QueueDefinition<object> = {
  name: 'webhook-tidy',
  data: z.object({}),
  retryLimit: 2,
  retryDelayS: 300,
  longestRetryDelayS: 600,
  expireInS: 3_600,
  isExclusive: true,
};

/** Every night. */
export const DELIVERY_TIDY: RecurringJob = { queue: QUEUE, cron: '45 4 * * *', ifMissed: 'once' };

export function deliveryTidyWorker({ db }: { readonly db: Db }): Worker {
  return worker(QUEUE, { pollEveryS: 60 }, () => tidyDeliveries(db));
}

/** Gives up what nobody tries any more, and forgets what ended long ago; the warning that it told of stays. */
export async function tidyDeliveries(db: Db): Promise<void> {
  await sql`
    update billing_webhook_delivery set state = 'failed', ended_at = clock_timestamp()
    where state = 'waiting' and created_at < clock_timestamp() - ${DAYS.tried} * interval '1 day'`.execute(
    db,
  );
  await sql`
    delete from billing_webhook_delivery where ended_at < clock_timestamp() - ${DAYS.kept} * interval '1 day'`.execute(
    db,
  );
}
