import { AppError } from '#kernel/error.ts';
import type { UserId } from '#kernel/id.ts';

export interface AnswerLimits {
  readonly inAll: number;
  readonly perUser: number;
  /** Of the files that running answers send, together. */
  readonly fileBytes: number;
}

/** How many answers one process makes at once. */
export class AnswerSlots {
  readonly #limits: AnswerLimits;
  readonly #ofUsers = new Map<UserId, number>();
  #taken = 0;
  #fileBytes = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** A place for each of so many answers, as a function that gives it back, once. Throws `rate_limited`, `overloaded`. */
  take(userId: UserId, count: number, fileBytesEach: number): readonly (() => void)[] {
    const { inAll, perUser, fileBytes } = this.#limits;
    const own = this.#ofUsers.get(userId) ?? 0;
    if (own + count > perUser)
      throw new AppError('rate_limited', {}, `More than ${perUser} answers would run at once.`);
    if (this.#taken + count > inAll || this.#fileBytes + count * fileBytesEach > fileBytes)
      throw new AppError('overloaded', {}, 'Too many answers are being made. Try again shortly.');
    return Array.from({ length: count }, () => this.#takeOne(userId, fileBytesEach));
  }

  #takeOne(userId: UserId, fileBytes: number): () => void {
    this.#count(userId, 1, fileBytes);
    let isTaken = true;
    return () => {
      if (isTaken) this.#count(userId, -1, -fileBytes);
      isTaken = false;
    };
  }

  #count(userId: UserId, answers: number, fileBytes: number): void {
    this.#taken += answers;
    this.#fileBytes += fileBytes;
    const own = (this.#ofUsers.get(userId) ?? 0) + answers;
    if (own > 0) this.#ofUsers.set(userId, own);
    else this.#ofUsers.delete(userId);
  }
}
