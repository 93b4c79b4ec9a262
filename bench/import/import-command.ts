import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { START_FLAGS } from '../../scripts/launch/start-flags.mjs';
import { watchMemory } from '../memory/resident-memory.ts';
import { serviceEnvironment } from '../processes/service.ts';
import type { Defer } from '../scope.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface CommandTimed {
  readonly seconds: number;
  /** The most that its process had in memory. */
  readonly mostMegabytes: number;
}

/** Runs a `rappen` command on a data directory as an operator does, its embedded server included. Throws unless it ends with 0. */
export async function timeCommand(
  dataDirectory: string,
  args: readonly string[],
  defer: Defer,
): Promise<CommandTimed> {
  const from = performance.now();
  const child = spawn(process.execPath, [...START_FLAGS, CLI, ...args], {
    env: serviceEnvironment({ DATA_DIR: dataDirectory }),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const memory = watchMemory(child.pid ?? 0);
  const closed = once(child, 'close');
  defer(async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await closed;
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
    process.stderr.write(text);
  });
  await once(child, 'exit');
  const seconds = (performance.now() - from) / 1_000;
  const mostMegabytes = memory.stop();
  if (child.exitCode !== 0) throw new Error(`rappen ${args[0]} ended with ${child.exitCode}: ${said}`);
  return { seconds, mostMegabytes };
}
