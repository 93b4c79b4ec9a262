import { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { Log } from '#kernel/log.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { issueInvoices } from './issue-invoices.service.ts';
import { remindOfInvoices } from './remind.service.ts';

const common = {
  data: z.object({}),
  retryLimit: 5,
  retryDelayS: 60,
  longestRetryDelayS: 1_800,
  expireInS: 3_600,
  heartbeatS: 60,
  isExclusive: true,
} as const;

const ISSUE_QUEUE: QueueDefinition<object> = { name: 'invoices', ...common };
const REMIND_QUEUE: QueueDefinition<object> = { name: 'invoice-reminders', ...common };

/** Every day, so that what waits for an address is issued the day after it is there; on the 1st with the month's statements. */
export const INVOICE_ISSUE: RecurringJob = { queue: ISSUE_QUEUE, cron: '20 6 * * *', ifMissed: 'once' };
export const INVOICE_REMINDERS: RecurringJob = { queue: REMIND_QUEUE, cron: '30 6 * * *', ifMissed: 'once' };

export function invoiceWorkers({ db, log }: { readonly db: Db; readonly log: Log }): readonly Worker[] {
  return [
    worker(ISSUE_QUEUE, { pollEveryS: 10 }, async () => {
      const counts = await issueInvoices(db, new Date());
      log.info(counts, 'invoices were issued');
    }),
    worker(REMIND_QUEUE, { pollEveryS: 10 }, async () => {
      const reminders = await remindOfInvoices(db, new Date());
      log.info({ reminders }, 'reminders were issued');
    }),
  ];
}
