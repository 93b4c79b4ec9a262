import { fileURLToPath } from 'node:url';
import { startWorker } from '../processes/worker.ts';
import type { Defer } from '../scope.ts';
import type { AnswerLine } from './answer-line.ts';

/** One measurement, done by answer-worker.ts in a process of its own: all lines ask at once, so many times in turn. */
export interface AnswerLoad {
  readonly lines: readonly AnswerLine[];
  readonly times: number;
  /** An address that is asked meanwhile, again and again: how long a process lets one wait. */
  readonly probeUrl?: string;
}

export interface AnswerLoadResult {
  readonly answers: readonly AnswerTimes[];
  /** How long each request to the probe's address took. */
  readonly probesMs: readonly number[];
}

/** Of one answer. */
export interface AnswerTimes {
  /** From the asking until the first piece of text is there. */
  readonly firstPieceMs: number;
  /** Between two pieces. */
  readonly longestGapMs: number;
  /** Only while all answers of the measurement come: from the first piece of the last to begin, to the first end. */
  readonly steadyGapMs: number;
}

export type AnswerLoader = (load: AnswerLoad) => Promise<AnswerLoadResult>;

export function startAnswerLoader(defer: Defer): AnswerLoader {
  const script = fileURLToPath(new URL('./answer-worker.ts', import.meta.url));
  const worker = startWorker<AnswerLoad, AnswerLoadResult>(script);
  defer(() => worker.stop());
  return (load) => worker.ask(load);
}
