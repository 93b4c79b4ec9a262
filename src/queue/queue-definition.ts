import type { z } from 'zod';

/** One kind of job: its name and how it is tried again. */
export interface QueueDefinition<Data = unknown> {
  /** Part of the database: never changed. */
  readonly name: string;
  /** What a job carries. Never a secret: the table is readable to whoever reads the database. */
  readonly data: z.ZodType<Data>;
  /** How often a job that failed is run again. */
  readonly retryLimit: number;
  /** Before the first of them; every further wait is about twice as long, up to the longest. */
  readonly retryDelayS: number;
  readonly longestRetryDelayS: number;
  /** After so long a job is broken off and counts as failed. At most a day. */
  readonly expireInS: number;
  /**
   * For long jobs: a process that does not say for so long that it still works on the job has died, and the job is
   * run again. Undefined: that is noticed when the job has expired.
   */
  readonly heartbeatS?: number;
  /** At most one that waits or runs, in all processes; one more is not taken. */
  readonly isExclusive?: boolean;
}

/** The definition as pg-boss knows it. */
export function queueOptions(queue: QueueDefinition) {
  return {
    policy: queue.isExclusive ? 'exclusive' : 'standard',
    retryLimit: queue.retryLimit,
    retryDelay: queue.retryDelayS,
    retryBackoff: true,
    retryDelayMax: queue.longestRetryDelayS,
    expireInSeconds: queue.expireInS,
    ...(queue.heartbeatS === undefined ? {} : { heartbeatSeconds: queue.heartbeatS }),
    deleteAfterSeconds: KEEP_DONE_S,
    retentionSeconds: KEEP_WAITING_S,
  };
}

/** What a job did is kept where it belongs; the job itself only to be looked at when something is odd. */
const KEEP_DONE_S = 7 * 86_400;
/** What waits is not dropped because nothing was running: without its job a mail would wait for ever. */
const KEEP_WAITING_S = 400 * 86_400;
