import { fileURLToPath } from 'node:url';
import { startWorker } from '../processes/worker.ts';
import type { Defer } from '../scope.ts';
import type { HttpLoad, HttpLoadResult } from './http-load.ts';

export type HttpLoader = (load: HttpLoad) => Promise<HttpLoadResult>;

/** One process for all measurements, so that its code is as warm for the first as for the last. */
export function startHttpLoader(defer: Defer): HttpLoader {
  const script = fileURLToPath(new URL('./load-worker.ts', import.meta.url));
  const worker = startWorker<HttpLoad, HttpLoadResult>(script);
  defer(() => worker.stop());
  return (load) => worker.ask(load);
}

/** A measurement with failed calls is none. */
export function requireAllAnswered({ failed, problem }: HttpLoadResult): void {
  if (failed > 0) throw new Error(`${failed} calls failed, the first with: ${problem}`);
}
