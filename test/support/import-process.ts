import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface ImportProcess {
  readonly child: ChildProcess;
  /** As soon as it has said this on standard error. Rejects if it ends before. */
  says(text: string): Promise<void>;
  /** Its exit code and all that it said. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** A program as a terminal starts it, with a group of processes of its own; killed with the test. */
export function startImport(
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): ImportProcess {
  const child = spawn(program, args, {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (said.stdout += chunk));
  child.stderr.on('data', (chunk) => (said.stderr += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).then((code) => ({
    ...{ code, ...said },
  }));
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    ...{ child, ended },
    async says(text) {
      while (!said.stderr.includes(text)) {
        const end = child.exitCode ?? child.signalCode;
        if (end !== null) throw new Error(`it ended (${end}) and said: ${said.stderr}`);
        await sleep(20);
      }
    },
  };
}

/** Like what Ctrl-C in a terminal does: each process of the group gets it. */
export function breakGroup({ child }: ImportProcess): void {
  process.kill(-(child.pid ?? 0), 'SIGINT');
}

/**
 * Holds a run up at the two mandates whose user has this address, in the middle of their transactions: somebody else is about to
 * make a user of the same address. `waits`: until it has come there.
 */
export async function holdUp(ownerUrl: string, email: string) {
  const client = new pg.Client({ connectionString: ownerUrl });
  // The server may be stopped before it.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query("insert into app_user (id, email, name) values (gen_random_uuid(), $1, 'Held')", [
    email,
  ]);
  const waiting = async () => {
    const { rows } = await client.query(
      "select count(*)::int4 as count from pg_locks where not granted and locktype = 'transactionid'",
    );
    return rows[0].count;
  };
  return {
    waits: () => expect.poll(waiting, { timeout: 60_000, interval: 20 }).toBe(2),
    letGo: () => client.end(),
  };
}
