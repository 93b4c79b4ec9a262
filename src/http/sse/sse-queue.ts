/**
 * What is waiting for one reader. Who reads too slowly is dropped: the iterator throws, the connection is cut, and the client
 * comes back and says where it was. So a queue never holds more than `mostBytes`.
 */
export class SseQueue implements AsyncIterable<Buffer> {
  readonly #mostBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #overflowed = false;
  #wake: () => void = () => undefined;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** False once nobody reads any more. */
  push(piece: Buffer): boolean {
    if (this.#ended) return false;
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes > this.#mostBytes) {
      this.#overflowed = true;
      this.#pieces = [];
      this.end();
    }
    this.#wake();
    return !this.#ended;
  }

  /** What is waiting is still read. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  get ended(): boolean {
    return this.#ended;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    for (;;) {
      if (this.#overflowed) throw new Error('the reader is too slow');
      if (this.#pieces.length > 0) {
        const pieces = this.#pieces.splice(0);
        this.#bytes = 0;
        yield pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
