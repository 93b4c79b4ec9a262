import { AppError } from '#kernel/error.ts';

/** A hash takes about 0.1 s of a core and 32 MiB: so many at once, and so many who wait. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

/** Runs slow hashes a few at a time, so that a flood of sign-ins does not take the process from the calls. */
export class HashSlots {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Throws `overloaded` where too many wait already. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < AT_ONCE) this.#running++;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // A slot goes from hand to hand.
      if (next) next();
      else this.#running--;
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) throw new AppError('overloaded');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
