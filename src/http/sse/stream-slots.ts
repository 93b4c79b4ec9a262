import { AppError } from '#kernel/error.ts';

/** How many streams may be open at once, in all and for each user of a process. */
export class StreamSlots {
  readonly #mostInAll: number;
  readonly #mostPerUser: number;
  readonly #byUser = new Map<string, number>();
  #taken = 0;

  constructor(most: { readonly inAll: number; readonly perUser: number }) {
    this.#mostInAll = most.inAll;
    this.#mostPerUser = most.perUser;
  }

  /** Answers how to give it back; twice does nothing. Throws `rate_limited` (the user has too many), `overloaded`. */
  take(user: string): () => void {
    const own = this.#byUser.get(user) ?? 0;
    if (own >= this.#mostPerUser) {
      throw new AppError('rate_limited', {}, `More than ${this.#mostPerUser} streams are open already.`);
    }
    if (this.#taken >= this.#mostInAll) throw new AppError('overloaded', {}, 'Too many streams are open.');
    this.#taken++;
    this.#byUser.set(user, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#taken--;
      const left = (this.#byUser.get(user) ?? 1) - 1;
      if (left > 0) this.#byUser.set(user, left);
      else this.#byUser.delete(user);
    };
  }

  get taken(): number {
    return this.#taken;
  }
}
