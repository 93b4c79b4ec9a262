import { fileURLToPath } from 'node:url';
import { startWorker } from '../processes/worker.ts';
import type { Defer } from '../scope.ts';
import type { AnswerLine } from './answer-line.ts';
import type { AnswerTimes } from './answer-times.ts';

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

export type AnswerLoader = (load: AnswerLoad) => Promise<AnswerLoadResult>;

export function startAnswerLoader(defer: Defer): AnswerLoader {
  const script = fileURLToPath(new URL('./answer-worker.ts', import.meta.url));
  const worker = startWorker<AnswerLoad, AnswerLoadResult>(script);
  defer(() => worker.stop());
  return (load) => worker.ask(load);
}
