import type { QueueDefinition } from './queue-definition.ts';

/** A job that is to be done now. */
export interface RunningJob<Data> {
  /** A bare uuid; the same for every attempt. */
  readonly id: string;
  readonly data: Data;
  /** Aborted when the job has taken too long, or the process stops and has waited long enough. */
  readonly signal: AbortSignal;
  /** If this fails there will be no other. */
  readonly isLastAttempt: boolean;
}

/** Who runs the jobs of a queue. */
export interface Worker {
  readonly queue: QueueDefinition;
  readonly pollEveryS: number;
  /** Most jobs at once in each process; default 1. */
  readonly atOnce?: number;
  run(job: RunningJob<unknown>): Promise<void>;
}

/** A handler that throws makes the job run again, as its queue says. A job whose data do not fit is such an error. */
export function worker<Data>(
  queue: QueueDefinition<Data>,
  options: Pick<Worker, 'pollEveryS' | 'atOnce'>,
  handle: (job: RunningJob<Data>) => Promise<void>,
): Worker {
  return {
    queue,
    ...options,
    run: async (job) => handle({ ...job, data: queue.data.parse(job.data) }),
  };
}
