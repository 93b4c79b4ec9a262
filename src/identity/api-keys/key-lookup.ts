import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import { type AskedKey, type FoundKey, findKeys } from './api-key.store.ts';
import { hashApiKey, mandateOfApiKey } from './api-key.ts';

const MAX_KEYS_PER_QUERY = 200;
const MAX_WAITING = 5_000;

interface Waiting extends AskedKey {
  readonly resolve: (found: FoundKey | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Looks keys up in the database, one query at a time for all that came meanwhile: a flood of keys takes one
 * connection. The same key asked for twice waits for one answer.
 */
export class KeyLookup {
  readonly #db: Db;
  readonly #pending = new Map<string, Promise<FoundKey | undefined>>();
  #queue: Waiting[] = [];
  #running = false;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined: the key is wrong. Throws `database_unavailable`, and `overloaded` if too many wait. */
  find(key: string): Promise<FoundKey | undefined> {
    const mandateId = mandateOfApiKey(key);
    if (!mandateId) return Promise.resolve(undefined);
    const pending = this.#pending.get(key);
    if (pending) return pending;
    if (this.#queue.length >= MAX_WAITING) return Promise.reject(new AppError('overloaded'));
    const found = new Promise<FoundKey | undefined>((resolve, reject) => {
      this.#queue.push({ mandateId, hash: hashApiKey(key), resolve, reject });
    });
    const done = () => {
      if (this.#pending.get(key) === found) this.#pending.delete(key);
    };
    found.then(done, done);
    this.#pending.set(key, found);
    if (!this.#running) void this.#run();
    return found;
  }

  /** Who asks from now on shares no answer with who asked before. */
  forget(): void {
    this.#pending.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, MAX_KEYS_PER_QUERY);
      this.#queue = this.#queue.slice(MAX_KEYS_PER_QUERY);
      try {
        const found = await findKeys(this.#db, batch);
        for (const [index, waiting] of batch.entries()) waiting.resolve(found[index]);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    this.#running = false;
  }
}
