import type { Actor } from '../actor.ts';

/** What is known about a key. An actor of undefined: the key is wrong. */
export interface KnownKey {
  readonly actor: Actor | undefined;
  /** On the monotonic clock (`performance.now()`): from then on the entry counts no more. */
  readonly untilMs: number;
}

const MAX_VALID = 20_000;
const MAX_WRONG = 10_000;

/**
 * What the database said about keys, by the whole key. Right and wrong keys have a map each, so that a flood of wrong
 * ones pushes out no right one; both are bounded, the oldest goes first.
 */
export class KeyCache {
  readonly #valid = new Map<string, KnownKey>();
  readonly #wrong = new Map<string, KnownKey>();

  get(key: string): KnownKey | undefined {
    const known = this.#valid.get(key) ?? this.#wrong.get(key);
    return known && performance.now() < known.untilMs ? known : undefined;
  }

  set(key: string, known: KnownKey): void {
    const [map, most] = known.actor ? [this.#valid, MAX_VALID] : [this.#wrong, MAX_WRONG];
    map.delete(key);
    for (const oldest of map.size >= most ? map.keys().take(1) : []) map.delete(oldest);
    map.set(key, known);
  }

  clear(): void {
    this.#valid.clear();
    this.#wrong.clear();
  }

  get size(): number {
    return this.#valid.size + this.#wrong.size;
  }
}
