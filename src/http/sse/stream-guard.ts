import type { Changes } from '#db/changes.ts';
import { AppError } from '#kernel/error.ts';
import type { SseQueue } from './sse-queue.ts';

/** A stream that is open. */
export interface GuardedStream {
  readonly queue: SseQueue;
  /** False, or an error: who opened it may not read it any more, or would see something else now. */
  mayGoOn(): Promise<boolean>;
}

export interface StreamGuardOptions {
  readonly changes: Changes;
  /** The tables that decide who may read what. */
  readonly tables: ReadonlySet<string>;
  /** What is sent now and then, so that both ends see that the connection lives. */
  heartbeat(): Buffer;
}

const TICK_MS = 1_000;
const HEARTBEAT_TICKS = 15;
/** Keys and sessions that end by themselves; and every second while we cannot hear of changes. */
const RECHECK_TICKS = 10;
/** Many changes in a row are one; caches that listen too have forgotten by then. */
const SETTLE_MS = 100;
const AT_ONCE = 8;

/** Keeps open streams alive, and ends those that may not go on: soon after a change, else within seconds. */
export class StreamGuard {
  readonly #options: StreamGuardOptions;
  readonly #streams = new Set<GuardedStream>();
  readonly #stopListening: () => void;
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #checking = false;
  #again = false;

  constructor(options: StreamGuardOptions) {
    this.#options = options;
    this.#stopListening = options.changes.onChange((table) => {
      if (this.#streams.size === 0 || (table !== undefined && !options.tables.has(table))) return;
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.#recheckAll();
      }, SETTLE_MS);
    });
  }

  add(stream: GuardedStream): void {
    this.#streams.add(stream);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  remove(stream: GuardedStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.#stopListening();
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
  }

  #tick(): void {
    this.#ticks++;
    if (this.#ticks % HEARTBEAT_TICKS === 0) {
      const beat = this.#options.heartbeat();
      for (const { queue } of this.#streams) queue.push(beat);
    }
    if (this.#ticks % RECHECK_TICKS === 0 || !this.#options.changes.connected) void this.#recheckAll();
  }

  /** A change that comes while it runs is looked at afterwards. */
  async #recheckAll(): Promise<void> {
    this.#again = true;
    if (this.#checking) return;
    this.#checking = true;
    while (this.#again) {
      this.#again = false;
      const waiting = [...this.#streams];
      const work = async () => {
        for (let stream = waiting.pop(); stream; stream = waiting.pop()) await recheck(stream);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    this.#checking = false;
  }
}

async function recheck(stream: GuardedStream): Promise<void> {
  try {
    if (!(await stream.mayGoOn())) stream.queue.end();
  } catch (error) {
    // Without the database nothing new is shown either.
    const isAway =
      error instanceof AppError && (error.code === 'database_unavailable' || error.code === 'overloaded');
    if (!isAway) stream.queue.end();
  }
}
