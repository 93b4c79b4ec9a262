import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeBenchDirectory } from '../bench-directory.ts';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { median } from '../latencies.ts';
import { serviceEnvironment } from '../processes/service.ts';
import { type Defer, inScope } from '../scope.ts';

/** Seconds from `npm start` until Rappen listens, on a clone whose packages are installed. */
export interface StartResult {
  /** The first start: the database is made. */
  readonly firstSeconds: number;
  readonly againSeconds: number;
}

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const START_TIMEOUT_MS = 120_000;

export async function benchStart({ rounds }: BenchOptions): Promise<StartResult> {
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await inScope(async (defer) => {
      const directory = await makeBenchDirectory();
      defer(() => directory.remove());
      first.push(await inScope((stop) => timeStart(directory.path, stop)));
      again.push(await inScope((stop) => timeStart(directory.path, stop)));
    });
    say(`start, round ${round}: first ${first.at(-1)?.toFixed(2)} s, again ${again.at(-1)?.toFixed(2)} s`);
  }
  return { firstSeconds: median(first), againSeconds: median(again) };
}

async function timeStart(dataDirectory: string, defer: Defer): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: PROJECT,
    env: serviceEnvironment({ DATA_DIR: dataDirectory, PORT: '0' }),
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own: npm, its shell, the launcher and Rappen are stopped by one signal.
    detached: true,
  });
  const closed = once(child, 'close');
  defer(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await closed;
  });
  const timeout = setTimeout(() => child.stdout.destroy(), START_TIMEOUT_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('Rappen listens on ')) return (performance.now() - startedAt) / 1000;
    }
  } finally {
    clearTimeout(timeout);
  }
  throw new Error('npm start ended, or took two minutes, without listening');
}
