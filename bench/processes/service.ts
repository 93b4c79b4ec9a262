import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ServiceOptions {
  readonly name: string;
  /** The first is the script; the program is this Node. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Matches the line by which it says that it is ready. */
  readonly ready: RegExp;
}

export interface Service {
  readonly pid: number;
  /** The line that said that it is ready, matched. */
  readonly ready: RegExpExecArray;
  /** SIGTERM; after 30 s SIGKILL. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const KEPT_OUTPUT = 4_000;

/** Starts a server as a process of its own and waits until it is ready. Rejects with what it said last, if it is not. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const child = spawn(process.execPath, options.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serviceEnvironment(options.environment),
    // Ctrl-C reaches the benchmark alone, which then stops its services in order.
    detached: true,
  });
  const exited = once(child, 'exit');
  let said = '';
  const keep = (text: string) => {
    said = (said + text).slice(-KEPT_OUTPUT);
  };
  child.stderr.setEncoding('utf8').on('data', keep);
  const lines = createInterface({ input: child.stdout });
  const { promise: isReady, resolve } = Promise.withResolvers<RegExpExecArray>();
  lines.on('line', (line) => {
    keep(`${line}\n`);
    const match = options.ready.exec(line);
    if (match) resolve(match);
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(kill);
  };
  const startTimer = AbortSignal.timeout(START_TIMEOUT_MS);
  const ready = await Promise.race([isReady, exited, once(startTimer, 'abort')]);
  if ('input' in ready) return { pid: child.pid ?? 0, ready, stop };
  await stop();
  throw new Error(`${options.name} did not start: ${said}`);
}

/** Nothing of the caller's settings gets through: no provider key, no database. */
export function serviceEnvironment(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passed = ['PATH', 'HOME', 'TMPDIR', 'TZ'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passed), NODE_ENV: 'production', ...own };
}
