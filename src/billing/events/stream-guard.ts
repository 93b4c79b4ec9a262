import type { Changes } from '#db/changes.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { heartbeatText } from './billing-event.ts';
import { type Subscriber, sameView, type View } from './subscriber.ts';

export interface OpenStream {
  readonly subscriber: Subscriber;
  /** Throws when who opened it may not read any more. */
  recheck(): Promise<Actor>;
}

export interface StreamGuardDeps {
  readonly changes: Changes;
  viewOf(actor: Actor): Promise<View>;
  /** Up to when everything was told. */
  asOf(): Date;
}

/** What decides who may see what. */
const TABLES = new Set([
  'mandate',
  'membership',
  'role',
  'role_permission',
  'api_key',
  'app_user',
  'app_session',
  'billing_settings',
]);
const TICK_MS = 1_000;
const HEARTBEAT_TICKS = 15;
/** Keys and sessions that end by themselves; and every second while we cannot hear of changes. */
const RECHECK_TICKS = 10;
/** Many changes in a row are one; caches that listen too have forgotten by then. */
const SETTLE_MS = 100;
const AT_ONCE = 8;

/** Keeps open streams alive, and ends those whose reader has lost the right to them or would see something else now. */
export class StreamGuard {
  readonly #deps: StreamGuardDeps;
  readonly #streams = new Set<OpenStream>();
  readonly #stopListening: () => void;
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #checking = false;
  #again = false;

  constructor(deps: StreamGuardDeps) {
    this.#deps = deps;
    this.#stopListening = deps.changes.onChange((table) => {
      if (this.#streams.size === 0 || (table !== undefined && !TABLES.has(table))) return;
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.#recheckAll();
      }, SETTLE_MS);
    });
  }

  add(stream: OpenStream): void {
    this.#streams.add(stream);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  remove(stream: OpenStream): void {
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
      const text = heartbeatText(this.#deps.asOf());
      for (const { subscriber } of this.#streams) subscriber.queue.push(text);
    }
    if (this.#ticks % RECHECK_TICKS === 0 || !this.#deps.changes.connected) void this.#recheckAll();
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
        for (let stream = waiting.pop(); stream; stream = waiting.pop()) await this.#recheck(stream);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    this.#checking = false;
  }

  async #recheck({ subscriber, recheck }: OpenStream): Promise<void> {
    try {
      const view = await this.#deps.viewOf(await recheck());
      if (!sameView(view, subscriber.view)) subscriber.queue.end();
    } catch (error) {
      // Without the database nothing new is shown either.
      const isAway =
        error instanceof AppError && (error.code === 'database_unavailable' || error.code === 'overloaded');
      if (!isAway) subscriber.queue.end();
    }
  }
}
