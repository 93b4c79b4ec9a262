import { copyFileSync, existsSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { raiseAlarm } from '#kernel/alarm.ts';
import type { Log } from '#kernel/log.ts';
import { type Postmaster, stopPostmaster } from './postmaster.ts';

export interface Supervised {
  readonly pid: number;
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;
/** A server that ran this long was sound: the next restart is quick again. */
const SOUND_AFTER_MS = 60_000;
const MAX_LOG_BYTES = 8 * 1024 * 1024;
const LOG_CHECK_MS = 30_000;

/** Starts the server again whenever it ends by itself, at growing intervals, and keeps its log small. */
export function supervise(
  first: Postmaster,
  start: () => Promise<Postmaster>,
  logFile: string,
  log: Log,
): Supervised {
  let current = first;
  let stopping = false;
  const stopSignal = new AbortController();
  boundLog(logFile);
  const logTimer = setInterval(() => boundLog(logFile), LOG_CHECK_MS).unref();

  const pause = (delayMs: number) =>
    sleep(delayMs, undefined, { signal: stopSignal.signal, ref: false }).catch(() => undefined);

  async function watch(): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    while (!stopping) {
      const startedAt = Date.now();
      await current.exited;
      if (stopping) return;
      if (Date.now() - startedAt > SOUND_AFTER_MS) delayMs = FIRST_DELAY_MS;
      raiseAlarm(
        log,
        'database_ended',
        { pid: current.pid },
        'PostgreSQL ended unexpectedly; starting it again',
      );
      delayMs = await restart(delayMs);
    }
  }

  async function restart(firstDelayMs: number): Promise<number> {
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
      await pause(delayMs);
      if (stopping) return delayMs;
      try {
        current = await start();
        if (stopping) await stopPostmaster(current);
        log.info({ pid: current.pid }, 'PostgreSQL runs again');
        return Math.min(delayMs * 2, MAX_DELAY_MS);
      } catch (error) {
        raiseAlarm(
          log,
          'database_not_started',
          { problem: error instanceof Error ? error.message : String(error) },
          'PostgreSQL did not start',
        );
      }
    }
  }

  const watching = watch();
  return {
    get pid() {
      return current.pid;
    },
    stop: async () => {
      stopping = true;
      stopSignal.abort();
      clearInterval(logTimer);
      await stopPostmaster(current);
      await watching;
    },
  };
}

/** The server appends to the file; the newest 8 to 16 MB are kept, in the log and one older file beside it. */
function boundLog(logFile: string): void {
  try {
    if (!existsSync(logFile) || statSync(logFile).size <= MAX_LOG_BYTES) return;
    copyFileSync(logFile, `${logFile}.1`);
    truncateSync(logFile);
  } catch {
    // A full disk must not end the supervision; the next round tries again.
  }
}
