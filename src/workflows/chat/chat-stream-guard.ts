import type { Changes } from '#db/changes.ts';
import type { SseQueue } from '#http/sse/sse-queue.ts';
import { AppError } from '#kernel/error.ts';

export interface GuardedStream {
  readonly queue: SseQueue;
  /** Throws when who opened it may not read it any more. */
  check(): Promise<void>;
}

/** What decides who may read. */
const TABLES = new Set([
  'mandate',
  'membership',
  'role',
  'role_permission',
  'api_key',
  'app_user',
  'app_session',
]);
const TICK_MS = 5_000;
const ALIVE_TICKS = 3;
/** Many changes in a row are one. */
const SETTLE_MS = 100;
const AT_ONCE = 8;
/** A comment: clients see that the connection lives. */
const ALIVE = Buffer.from(': alive\n\n');

/** Keeps streams alive, and ends those whose reader has lost the right to them or whose conversation is gone. */
export class ChatStreamGuard {
  readonly #streams = new Set<GuardedStream>();
  readonly #stopListening: () => void;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #ticks = 0;
  #checking: Promise<void> | undefined;

  constructor(changes: Changes) {
    this.#stopListening = changes.onChange((table) => {
      if (this.#streams.size === 0 || (table !== undefined && !TABLES.has(table))) return;
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        this.#checkAll();
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
    if (this.#ticks % ALIVE_TICKS === 0) for (const { queue } of this.#streams) queue.push(ALIVE);
    this.#checkAll();
  }

  /** A change that comes while it runs is looked at afterwards. */
  #checkAll(): void {
    const before = this.#checking ?? Promise.resolve();
    const mine = before.then(async () => {
      if (this.#checking !== mine) return;
      const waiting = [...this.#streams];
      const work = async () => {
        for (let stream = waiting.pop(); stream; stream = waiting.pop()) await check(stream);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    });
    this.#checking = mine;
  }
}

async function check({ queue, check: mayRead }: GuardedStream): Promise<void> {
  try {
    await mayRead();
  } catch (error) {
    // Without the database nothing new is shown either.
    const isAway =
      error instanceof AppError && (error.code === 'database_unavailable' || error.code === 'overloaded');
    if (!isAway) queue.end();
  }
}
