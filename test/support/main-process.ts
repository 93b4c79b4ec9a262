import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { must } from '#kernel/assert.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface MainProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  /** What it has said so far. */
  output(): string;
  /** Its address, as soon as it listens. Rejects if it ends before. */
  listening(): Promise<string>;
  /** As soon as it has said something of this kind. Rejects if it ends before. */
  says(what: RegExp): Promise<void>;
}

/** Rappen as an operator starts it, on a free port and a data directory; ended with the test. */
export function startMain(
  dataDirectory: string,
  args: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
): MainProcess {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn', ...settings };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let text = '';
  const waiting = new Set<() => void>();
  const read = (more: Buffer) => {
    text += more.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const says = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (what.test(text)) resolve();
      };
      waiting.add(look);
      look();
      void exited.then((code) => reject(new Error(`ended with ${code}: ${text}`)));
    });
  return {
    child,
    exited,
    output: () => text,
    says,
    listening: async () => {
      await says(/listens on [\s\S]*\n\n$/);
      return must(/listens on (\S+)/.exec(text)?.[1], 'the address');
    },
  };
}
