/**
 * Holds back what the simulator answers, so that a state of a page lasts as long as it takes to look at it:
 * `simulator.changeSettings({ pace: gate.pace })`.
 */
export class AnswerGate {
  readonly #waiting: (() => void)[] = [];
  #places = 0;

  readonly pace = (): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.letThrough(0);
    });

  /** So many pieces more may pass; the first byte of an answer is one. */
  letThrough(pieces: number): void {
    this.#places += pieces;
    for (; this.#places > 0; this.#places--) {
      const pass = this.#waiting.shift();
      if (!pass) return;
      pass();
    }
  }

  /** From now on everything passes. */
  open(): void {
    this.letThrough(Number.POSITIVE_INFINITY);
  }
}
