import { PgBoss } from 'pg-boss';
import { QUEUE_SCHEMA } from '#db/queue-schema.ts';
import type { Log } from '#kernel/log.ts';
import { calmly } from './calm-log.ts';
import type { Worker } from './job-worker.ts';
import { type QueueDefinition, queueOptions } from './queue-definition.ts';
import type { RecurringJob } from './recurring-job.ts';
import { TIME_ZONE } from './recurring-job.ts';

export interface QueueWork {
  readonly workers: readonly Worker[];
  readonly recurring: readonly RecurringJob[];
}

/** The jobs of all processes of one database: each is run by one of them. */
export interface JobQueue {
  /** Begins to run jobs. Throws if the database cannot be reached now; when it goes away later, the queue waits for it. */
  start(work: QueueWork): Promise<void>;
  /**
   * Takes no new jobs, and waits for those that run for at most `graceMs`; then their signal is aborted, and another
   * process, or the next start, runs them again.
   */
  stop(graceMs: number): Promise<void>;
}

interface QueueSettings {
  /** To connect as the application's role. */
  readonly url: string;
  readonly log: Log;
  /** For tests: how often it looks for recurring jobs that are due, and for jobs whose process died. */
  readonly lookEveryS?: number;
}

/** Two connections of its own, opened at the start: jobs must not take those that calls need. */
export function createQueue({ url, log, lookEveryS }: QueueSettings): JobQueue {
  let boss: PgBoss | undefined;
  const running = new Set<Promise<unknown>>();
  return {
    start: async (work) => {
      boss = new PgBoss(bossOptions(url, lookEveryS));
      boss.on(
        'error',
        calmly((error) => log.warn({ err: error }, 'the job queue has trouble; it goes on')),
      );
      boss.on(
        'warning',
        calmly(({ message }) => log.warn({ problem: message }, 'the job queue warns')),
      );
      await boss.start();
      for (const worker of work.workers) await startWorker(boss, worker, running);
      await announceSchedules(boss, work.recurring);
    },
    stop: async (graceMs) => {
      // It asks the database too, which may be gone without a word: then this ends all the same.
      const stopped = boss?.stop({ graceful: true, timeout: graceMs });
      await Promise.race([stopped, pause(graceMs + AFTER_BREAK_MS)]);
      // Those that were broken off: time to tell the database, and no more.
      await Promise.race([Promise.allSettled(running), pause(AFTER_BREAK_MS)]);
    },
  };
}

const AFTER_BREAK_MS = 2_000;

function bossOptions(url: string, lookEveryS: number | undefined) {
  return {
    connectionString: url,
    schema: QUEUE_SCHEMA,
    max: 2,
    application_name: 'rappen queue',
    keepAlive: true,
    // A statement of the queue takes milliseconds. These end the wait for a server that is gone without a word.
    statement_timeout: 30_000,
    query_timeout: 35_000,
    connectionTimeoutMillis: 10_000,
    // The owner made the tables (db/queue-schema.ts); this role could not.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    // Jobs that wait for other jobs: we have none.
    flowIntervalSeconds: 3_600,
    cronMonitorIntervalSeconds: lookEveryS ?? 30,
    cronWorkerIntervalSeconds: lookEveryS ?? 5,
    // One process for all: a job whose process died goes on so much later, at most, than its heartbeat allows.
    superviseIntervalSeconds: lookEveryS ?? 15,
    monitorIntervalSeconds: lookEveryS ?? 15,
  };
}

async function startWorker(boss: PgBoss, worker: Worker, running: Set<Promise<unknown>>): Promise<void> {
  const { queue } = worker;
  await ensureQueue(boss, queue);
  const options = {
    pollingIntervalSeconds: worker.pollEveryS,
    batchSize: worker.atOnce ?? 1,
    burstWhenBatchFull: true,
    includeMetadata: true,
    perJobResults: true,
  } as const;
  await boss.work<unknown, unknown, typeof options>(queue.name, options, (jobs) =>
    Promise.all(
      jobs.map(async ({ id, data, signal, retryCount, retryLimit }) => {
        const run = worker.run({ id, data, signal, isLastAttempt: retryCount >= retryLimit });
        running.add(run);
        return run
          .then(
            () => ({ id, status: 'completed' as const }),
            (error: unknown) => ({ id, status: 'failed' as const, output: { message: messageOf(error) } }),
          )
          .finally(() => running.delete(run));
      }),
    ),
  );
}

/** Its options are what the program says, also where an older version made the queue. */
async function ensureQueue(boss: PgBoss, queue: QueueDefinition): Promise<void> {
  const { policy, ...rest } = queueOptions(queue);
  await boss.createQueue(queue.name, { policy, ...rest });
  await boss.updateQueue(queue.name, rest);
}

/** A schedule that is not on the list any more is of an older version: it ends. */
async function announceSchedules(boss: PgBoss, recurring: readonly RecurringJob[]): Promise<void> {
  for (const { queue, cron, ifMissed } of recurring) {
    await boss.schedule(queue.name, cron, {}, { tz: TIME_ZONE, missed: ifMissed });
  }
  const names = recurring.map(({ queue }) => queue.name);
  for (const { name, key } of await boss.getSchedules()) {
    if (!names.includes(name)) await boss.unschedule(name, key);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref());
}
