/**
 * How many things of a size may be in memory at once. Whoever gets none waits in line; there is no timer, since
 * everything that holds a slot ends by itself.
 */
export class MemorySlots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Calls `whenFree` at once or later. Answers how to give the slot back, or to leave the line; once or more often. */
  take(whenFree: () => void): () => void {
    let state: 'waiting' | 'held' | 'given_back' = 'waiting';
    const grant = () => {
      state = 'held';
      whenFree();
    };
    if (this.#free > 0) {
      this.#free--;
      grant();
    } else this.#waiting.add(grant);
    return () => {
      if (state === 'held') this.#passOn();
      else this.#waiting.delete(grant);
      state = 'given_back';
    };
  }

  #passOn(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free++;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
