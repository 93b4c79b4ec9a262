import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject, onTestFinished } from 'vitest';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from '#db/embedded/embedded-server.ts';
import { stopLeftOver } from '#db/embedded/postmaster.ts';

/** An empty directory for one test; at its end a server that is left in it is stopped, and it is removed. */
export function temporaryDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), `rappen-test-${process.pid}-`));
  onTestFinished(async () => {
    await stopLeftOver(join(dataDir, 'postgres'));
    rmSync(dataDir, { recursive: true, force: true });
  });
  return dataDir;
}

let initialised: Promise<string> | undefined;

/** Like the other, with a database already in it: a copy takes a tenth of the time of the first start. The files of a worker share it. */
export async function initialisedDataDir(): Promise<string> {
  initialised ??= initialise();
  const dataDir = temporaryDataDir();
  cpSync(await initialised, dataDir, { recursive: true });
  return dataDir;
}

async function initialise(): Promise<string> {
  const dataDir = mkdtempSync(join(inject('runDirectory'), 'initialised-'));
  await (await startEmbedded({ dataDir })).stop();
  return dataDir;
}

/** A durable server (fsync on) of the test's own, that it may kill. Stopped and removed when the test ends. */
export async function startTestServer(
  options: Partial<EmbeddedOptions> = {},
): Promise<{ readonly server: EmbeddedServer; readonly dataDir: string }> {
  const dataDir = options.dataDir ?? (await initialisedDataDir());
  const server = await startEmbedded({ ...options, dataDir });
  onTestFinished(() => server.stop());
  return { server, dataDir };
}

export interface EmbeddedProgram {
  readonly process: ChildProcess;
  /** What it said first: where its server is, or why there is none. */
  readonly answer: { ownerUrl: string; postgresPid: number } | { problem: string; inUseBy?: number };
}

/** A Node process of its own that holds an embedded server until SIGTERM; killed when the test ends. */
export async function runEmbeddedProgram(
  options: EmbeddedOptions,
  user?: { uid: number; gid: number },
): Promise<EmbeddedProgram> {
  const program = fileURLToPath(new URL('./embedded-program.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
    ...user,
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
      await once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, answer: JSON.parse(line) };
  }
  throw new Error('the program ended without a word');
}
