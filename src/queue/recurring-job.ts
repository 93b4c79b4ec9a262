import { PgBoss } from 'pg-boss';
import type { QueueDefinition } from './queue-definition.ts';

/** The operator's days and nights. */
export const TIME_ZONE = 'Europe/Zurich';

/** A job that comes by itself, once for all processes. Its data is `{}`. */
export interface RecurringJob {
  readonly queue: QueueDefinition;
  /** Minute, hour, day, month, weekday; local time of `TIME_ZONE`. */
  readonly cron: string;
  /** When no process was running at the time: `once` runs it at the next start, `skip` waits for the next time. */
  readonly ifMissed: 'once' | 'skip';
}

/** When the job comes next after this instant. */
export async function nextRun({ cron }: RecurringJob, after: Date): Promise<Date | undefined> {
  const [next] = await calculator.previewSchedule(cron, { tz: TIME_ZONE, count: 1, from: after });
  return next;
}

/** The next times of any schedule, of any time zone. Throws for one that is none. */
export function timesOf(
  cron: string,
  { timeZone, after, count }: { readonly timeZone: string; readonly after: Date; readonly count: number },
): readonly Date[] {
  return calculator.previewSchedule(cron, { tz: timeZone, count, from: after });
}

/** Never started: it only calculates. */
const calculator = new PgBoss({
  db: { executeSql: () => Promise.reject(new Error('a calculator has no database')) },
});
