import { sweep } from '#billing/ledger/sweep.ts';
import { countAllBookings } from '#billing/overview/billing-day.store.ts';
import { forgetExpired } from '#identity/sign-in/session.store.ts';
import type { Context } from './context.ts';

interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

/** Every recurring job of Rappen. */
function jobsOf({ database, ledger, log, metrics }: Context): readonly Job[] {
  return [
    // A dead process's holds end 90 s after their last renewal, and at most this much later.
    {
      name: 'sweep holds',
      everyMs: 10_000,
      run: async () => metrics.ledger.swept(await sweep({ pool: database.pool, ledger, log })),
    },
    { name: 'forget expired sign-ins', everyMs: 3_600_000, run: () => forgetExpired(database.db) },
    { name: 'count bookings', everyMs: 10_000, run: () => countAllBookings(database.db) },
  ];
}

/** Runs every job now and then at its interval, never twice at once. Answers how to stop, which waits for what runs. */
export function startSchedule(context: Context): () => Promise<void> {
  const stops = jobsOf(context).map((job) => repeat(job, context));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function repeat(job: Job, { log }: Context): () => Promise<void> {
  let running: Promise<void> | undefined;
  const runOnce = () => {
    running ??= job
      .run()
      .catch((error: unknown) => log.warn({ err: error, job: job.name }, 'a job failed; it will run again'))
      .then(() => {
        running = undefined;
      });
  };
  const timer = setInterval(runOnce, job.everyMs);
  runOnce();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
