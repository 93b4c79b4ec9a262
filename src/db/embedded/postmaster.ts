import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SOCKET_PORT } from './endpoint.ts';
import type { Places } from './places.ts';
import { isPostmasterOf, isRunning } from './process-identity.ts';
import { launchAs } from './server-account.ts';
import { startupProblem } from './startup-problem.ts';

/** A running PostgreSQL server: our child, or one that an earlier process left behind. */
export interface Postmaster {
  readonly pid: number;
  /** Fulfilled when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

/** Starts the server and waits until it takes connections. Throws one clear line if it does not. */
export async function startPostmaster(places: Places, port: number | undefined): Promise<Postmaster> {
  disarmStaleLockFiles(places);
  const logSizeBefore = existsSync(places.log) ? statSync(places.log).size : 0;
  const child = spawnPostgres(places);
  let failure: Error | undefined;
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = (error?: unknown) => {
      if (error instanceof Error) failure = error;
      ended = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (!ended && Date.now() < giveUpAt) {
    const state = readPidFile(places.cluster);
    if (state?.ready && state.pid === child.pid) return { pid: state.pid, exited };
    await sleep(POLL_MS);
  }
  if (!ended && child.pid !== undefined) await stopPostmaster({ pid: child.pid, exited });
  const output = failure?.message ?? readFrom(places.log, logSizeBefore);
  throw new Error(startupProblem(output, { dataDir: places.dataDir, port }));
}

function spawnPostgres(places: Places): ChildProcess {
  const launch = launchAs(places.account, places.programs.postgres, ['-D', places.cluster]);
  const log = openSync(places.log, 'a', 0o600);
  try {
    // A session of its own: Ctrl-C in the terminal reaches Rappen only, which then stops the server in order.
    const options = { ...launch.options, detached: true, stdio: ['ignore', log, log] satisfies StdioOptions };
    const child = spawn(launch.command, launch.args, options);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** The server that already runs on this cluster, if any. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const state = readPidFile(cluster);
  if (!state || !isPostmasterOf(state.pid, cluster)) return undefined;
  return { pid: state.pid, exited: waitForExit(state.pid) };
}

export async function stopLeftOver(cluster: string): Promise<void> {
  const orphan = findPostmaster(cluster);
  if (orphan) await stopPostmaster(orphan);
}

/** Fast shutdown: running transactions are rolled back, everything committed is written. Harder if that takes too long. */
export async function stopPostmaster({ pid, exited }: Postmaster): Promise<void> {
  for (const { signal, waitMs } of STOP_STEPS) {
    // Its pid may belong to another process by now, so a server that has ended gets no signal.
    if (await endsWithin(exited, 0)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await endsWithin(exited, waitMs)) return;
  }
}

async function endsWithin(exited: Promise<void>, waitMs: number): Promise<boolean> {
  const late = new AbortController();
  const wait = sleep(waitMs, false, { signal: late.signal }).catch(() => false);
  const ended = await Promise.race([exited.then(() => true), wait]);
  late.abort();
  return ended;
}

// https://www.postgresql.org/docs/current/server-shutdown.html
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

async function waitForExit(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(100, undefined, { ref: false });
}

interface PidFile {
  readonly pid: number;
  readonly ready: boolean;
}

// Lines of postmaster.pid: pid, directory, start, port, socket directory, address, shared memory key, status.
// src/include/utils/pidfile.h of PostgreSQL.
function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * After a crash the lock files may name a pid that now belongs to something else (or to a zombie), and PostgreSQL would
 * refuse to start. They must stay, as PostgreSQL finds in postmaster.pid the shared memory that left-over backends
 * still use; so the pid is replaced by ours: a lock of its own parent does not count (CreateLockFile in miscinit.c).
 */
function disarmStaleLockFiles(places: Places): void {
  const socketLock = join(places.socketDirectory, `.s.PGSQL.${SOCKET_PORT}.lock`);
  for (const path of [join(places.cluster, 'postmaster.pid'), socketLock]) {
    if (!existsSync(path)) continue;
    const [pid, ...rest] = readFileSync(path, 'utf8').split('\n');
    if (isPostmasterOf(Number(pid), places.cluster)) continue;
    writeFileSync(path, [String(process.pid), ...rest].join('\n'));
  }
}

function readFrom(path: string, offset: number): string {
  const size = statSync(path).size;
  const buffer = Buffer.alloc(Math.min(size - offset, 64 * 1024));
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, buffer, 0, buffer.length, offset);
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
