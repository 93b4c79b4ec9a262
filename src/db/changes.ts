import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '#kernel/log.ts';
import { connectionSettings } from './database.ts';

/**
 * News of changed settings, from triggers that run `pg_notify('rappen_changed', ...)`. Caches in memory live by it:
 * they are used only while `connected`, and dropped when `onChange` says so.
 */
export interface Changes {
  /** Whether a change made just now would reach us. False: bypass every cache. */
  readonly connected: boolean;
  /**
   * Called with the payload of each notification, and with undefined when news may have been missed (the connection
   * is back): then everything counts as changed. Answers how to unsubscribe.
   */
  onChange(listener: ChangeListener): () => void;
  close(): Promise<void>;
}

export type ChangeListener = (payload: string | undefined) => void;

const CHANNEL = 'rappen_changed';
/** A way to the server that was cut silently shows in that an answer stays out: caches are then off after 1 s. */
const PING_EVERY_MS = 500;
const PING_OVERDUE_MS = 1_000;
const PING_LOST_MS = 10_000;
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 2_000;

/** Listens on a connection of its own, and connects again, at growing intervals, whenever it is lost. */
export function listenForChanges(url: string, log: Log): Changes {
  const listeners = new Set<ChangeListener>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let listening = false;
  let pingSentAt: number | undefined;

  const tell = (payload: string | undefined) => {
    for (const listener of listeners) listener(payload);
  };

  async function keepListening(): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    while (!closing.signal.aborted) {
      try {
        await listen(() => {
          delayMs = FIRST_DELAY_MS;
        });
      } catch (error) {
        if (!closing.signal.aborted)
          if (!closing.signal.aborted) {
            log.warn({ problem: messageOf(error) }, 'not listening for changes; caches are off');
          }
      }
      await pause(delayMs, closing.signal);
      delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
    }
  }

  /** One connection's life. Ends when it is lost. */
  async function listen(onListening: () => void): Promise<void> {
    const mine = new pg.Client({
      ...connectionSettings(url),
      application_name: 'rappen changes',
      connectionTimeoutMillis: PING_LOST_MS,
      query_timeout: PING_LOST_MS,
    });
    client = mine;
    const lost = new Promise<void>((resolve) => mine.once('end', resolve));
    mine.on('error', () => undefined);
    mine.on('notification', ({ payload }) => tell(payload));
    try {
      await mine.connect();
      if (closing.signal.aborted) return;
      await mine.query(`listen ${CHANNEL}`);
      listening = true;
      tell(undefined);
      onListening();
      await Promise.race([lost, ping(mine)]);
      if (!closing.signal.aborted) throw new Error('the connection was lost');
    } finally {
      listening = false;
      pingSentAt = undefined;
      await mine.end().catch(() => undefined);
    }
  }

  /** Notifications come before the answer to a later statement, so an answer proves that none is on its way. */
  async function ping(mine: pg.Client): Promise<void> {
    while (listening && client === mine) {
      await pause(PING_EVERY_MS, closing.signal);
      pingSentAt = performance.now();
      await mine.query('select 1');
      pingSentAt = undefined;
    }
  }

  const running = keepListening();
  return {
    get connected() {
      return listening && (pingSentAt === undefined || performance.now() - pingSentAt < PING_OVERDUE_MS);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closing.abort();
      // A client that is still connecting must not be ended: pg would never answer. It ends itself when it is connected.
      if (listening) await client?.end().catch(() => undefined);
      await running;
    },
  };
}

async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
