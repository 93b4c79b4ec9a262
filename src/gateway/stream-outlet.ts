/**
 * The caller's side of a stream: what has come and was not taken yet. Bounded by whoever fills it, who looks at
 * `waitingBytes` and stops; made by hand because a reader that leaves must be heard at once, which an async generator
 * that waits for its next piece cannot.
 */
export class StreamOutlet implements AsyncIterableIterator<Buffer> {
  waitingBytes = 0;
  #pieces: Buffer[] = [];
  #ended = false;
  #takeNext: ((result: IteratorResult<Buffer>) => void) | undefined;
  readonly #onTaken: () => void;
  readonly #onLeft: () => void;

  /** `onTaken`: there is room again. `onLeft`: the reader takes no more, before the end. */
  constructor(onTaken: () => void, onLeft: () => void) {
    this.#onTaken = onTaken;
    this.#onLeft = onLeft;
  }

  push(piece: Buffer): void {
    if (this.#ended || piece.length === 0) return;
    const takeNext = this.#takeNext;
    if (takeNext) {
      this.#takeNext = undefined;
      takeNext({ done: false, value: piece });
      return;
    }
    this.#pieces.push(piece);
    this.waitingBytes += piece.length;
  }

  end(): void {
    this.#ended = true;
    this.#takeNext?.(END);
    this.#takeNext = undefined;
  }

  /** Everything that waits, as one piece. */
  next(): Promise<IteratorResult<Buffer>> {
    if (this.#pieces.length > 0) return Promise.resolve({ done: false, value: this.#takeAll() });
    if (this.#ended) return Promise.resolve(END);
    return new Promise((resolve) => {
      this.#takeNext = resolve;
    });
  }

  return(): Promise<IteratorResult<Buffer>> {
    const leftEarly = !this.#ended;
    this.#pieces = [];
    this.waitingBytes = 0;
    this.end();
    if (leftEarly) this.#onLeft();
    return Promise.resolve(END);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #takeAll(): Buffer {
    const [first = EMPTY, ...rest] = this.#pieces;
    const piece = rest.length === 0 ? first : Buffer.concat(this.#pieces, this.waitingBytes);
    this.#pieces = [];
    this.waitingBytes = 0;
    this.#onTaken();
    return piece;
  }
}

const EMPTY = Buffer.alloc(0);
const END: IteratorResult<Buffer> = { done: true, value: undefined };
