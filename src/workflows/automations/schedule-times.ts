import { invalidRequest } from '#kernel/error.ts';
import { timesOf } from '#queue/recurring-job.ts';
import type { Trigger } from './automation.contract.ts';

type Schedule = Extract<Trigger, { kind: 'schedule' }>;

/** A run that begins so late was missed: no process was there at its time. */
const MISSED_AFTER_MS = 120_000;
/** Without `H`, by which cron-parser draws a time by lot, another one each time. */
const FIVE_FIELDS = /^(?!H|.*[ ,]H)\S+( \S+){4}$/i;

/** The next times of a schedule after an instant, at most five. Throws `invalid_request` (`cron`, `timeZone`) for one that is none. */
export function nextTimes(
  { cron, timeZone }: Pick<Schedule, 'cron' | 'timeZone'>,
  after: Date,
  count: number,
): readonly Date[] {
  requireZone(timeZone);
  const fields = cron.trim().replaceAll(/\s+/g, ' ');
  if (!FIVE_FIELDS.test(fields))
    throw invalidRequest('cron', 'must have five fields: minute, hour, day of month, month, day of week');
  try {
    return timesOf(fields, { timeZone, after, count });
  } catch {
    throw invalidRequest('cron', 'is no schedule, such as 0 7 * * 1-5');
  }
}

function requireZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw invalidRequest('timeZone', 'is no time zone, such as Europe/Zurich');
  }
}

/** What becomes of a schedule whose time has come. */
export interface DueOutcome {
  /** When the run was due; undefined: it was missed, and is not made up for. */
  readonly runFor: Date | undefined;
  /** Undefined: it never comes again. */
  readonly nextRunAt: Date | undefined;
}

/**
 * A schedule that was due at `dueAt`, looked at now. Of times that were missed at most one is made up for. Throws as
 * `nextTimes` does.
 */
export function whenDue(schedule: Schedule, dueAt: Date, now: Date): DueOutcome {
  const [nextRunAt] = nextTimes(schedule, now, 1);
  const isMissed = now.getTime() - dueAt.getTime() > MISSED_AFTER_MS;
  if (!isMissed) return { runFor: dueAt, nextRunAt };
  return { runFor: schedule.ifMissed === 'once' ? dueAt : undefined, nextRunAt };
}
