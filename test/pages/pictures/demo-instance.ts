import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Login } from '#test/support/pages/sample-people.ts';

/** A Rappen in demo mode with the sample data. */
export interface DemoInstance {
  readonly url: string;
  readonly operator: Login;
  stop(): Promise<void>;
}

const ADMIN_EMAIL = 'admin@rappen.local';

/** One of its own in a temporary directory; takes about half a minute. */
export async function startDemo(): Promise<DemoInstance> {
  const directory = mkdtempSync(join(tmpdir(), 'rappen-pictures-'));
  const operator = { email: ADMIN_EMAIL, password: randomBytes(15).toString('base64url') };
  const settings = { DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'warn', ADMIN_PASSWORD: operator.password };
  const child = spawn(process.execPath, ['src/main.ts', '--demo'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true });
  };
  try {
    return { url: await addressOf(child), operator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One that runs already. */
export function demoAt(url: string): DemoInstance {
  const { ADMIN_EMAIL: email = ADMIN_EMAIL, ADMIN_PASSWORD: password } = process.env;
  if (password === undefined)
    throw new Error('ADMIN_PASSWORD is required: the password of the operator there');
  return { url, operator: { email, password }, stop: async () => undefined };
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the process has no output');
  const lines = createInterface({ input: stdout });
  for await (const line of lines) {
    console.log(line);
    const address = /listens on (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    // Nobody reads the rest; it must not fill the pipe.
    stdout.resume();
    return address;
  }
  throw new Error('Rappen has ended before it listened');
}
