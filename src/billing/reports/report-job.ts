import { z } from 'zod';
import { openDatabase } from '#db/database.ts';
import { databaseTime } from '#db/database-time.ts';
import type { Log } from '#kernel/log.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import type { ReportMaking } from './compose-report.ts';
import { makeDueReports, REPORTS_AT_ONCE } from './make-reports.ts';

const REPORT_QUEUE: QueueDefinition<object> = {
  name: 'monthly-reports',
  data: z.object({}),
  retryLimit: 3,
  retryDelayS: 30,
  longestRetryDelayS: 300,
  expireInS: 6 * 3_600,
  heartbeatS: 60,
  isExclusive: true,
};

/**
 * Every hour, since an outage or a fault may leave something to be made at any time; on the first of the month at 06:15 the
 * month before is due (`report-month.ts`). An hour at which nothing was running is made up for at the next start.
 */
export const MONTHLY_REPORTS: RecurringJob = { queue: REPORT_QUEUE, cron: '15 * * * *', ifMissed: 'once' };

interface ReportWorkerDeps {
  /** To connect as the application's role. */
  readonly databaseUrl: string;
  readonly log: Log;
  reportMaking(): ReportMaking;
}

/** On connections of its own: those of the calls are not for ten minutes. What is due goes by the database's clock, whatever this machine's says. */
export function reportWorker({ databaseUrl, log, reportMaking }: ReportWorkerDeps): Worker {
  return worker(REPORT_QUEUE, { pollEveryS: 5 }, async ({ signal }) => {
    const database = openDatabase(databaseUrl, {
      poolSize: REPORTS_AT_ONCE,
      applicationName: 'rappen reports',
    });
    try {
      const { db } = database;
      const aheadMs = (await databaseTime(db)).getTime() - Date.now();
      const deps = { db, log, making: reportMaking(), now: () => new Date(Date.now() + aheadMs) };
      const made = await makeDueReports(deps, signal);
      if (made > 0) log.info({ reports: made }, 'monthly reports were made');
    } finally {
      await database.close();
    }
  });
}
