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
 * What the database said about keys, by the whole key. Right and wrong keys are apart, so that a flood of wrong ones
 * pushes out no right one; both are bounded.
 */
export class KeyCache {
  readonly #valid = new RecentKeys(MAX_VALID);
  readonly #wrong = new RecentKeys(MAX_WRONG);
  /** Outlives `clear`: says who has been right, not who is. */
  readonly #onceValid = new RecentKeys(MAX_VALID);

  get(key: string): KnownKey | undefined {
    const known = this.#valid.get(key) ?? this.#wrong.get(key);
    return known && performance.now() < known.untilMs ? known : undefined;
  }

  set(key: string, known: KnownKey): void {
    (known.actor ? this.#valid : this.#wrong).set(key, known);
    if (known.actor) this.#onceValid.set(key, known);
  }

  /** True if the key was right not long ago; it may have been revoked since. */
  wasValid(key: string): boolean {
    return this.#onceValid.get(key) !== undefined;
  }

  clear(): void {
    this.#valid.clear();
    this.#wrong.clear();
  }

  get size(): number {
    return this.#valid.size + this.#wrong.size;
  }
}

/**
 * Two generations: when the young one is full it becomes the old one, and the old one is dropped, but for what was used
 * meanwhile. (Deleting the oldest entry of one Map costs more with each deletion before: Map keeps their places.)
 */
class RecentKeys {
  readonly #mostPerGeneration: number;
  #young = new Map<string, KnownKey>();
  #old = new Map<string, KnownKey>();

  constructor(most: number) {
    this.#mostPerGeneration = most / 2;
  }

  get(key: string): KnownKey | undefined {
    const young = this.#young.get(key);
    if (young) return young;
    const old = this.#old.get(key);
    if (old) this.set(key, old);
    return old;
  }

  set(key: string, known: KnownKey): void {
    if (this.#young.size >= this.#mostPerGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, known);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
