const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '\r\n0\r\n\r\n';
/** Long enough for the last event of a stream and the end of its chunks. */
const TAIL = 64;

/**
 * Reads the answers on one connection, one at a time, with as little work as possible: the load generator shares the
 * machine with what it measures. It relies on what is known here: no pipelining, and chunked bodies are event streams
 * of JSON, in which the end of the chunks cannot occur.
 */
export class AnswerReader {
  #head = '';
  #isInBody = false;
  #isChunked = false;
  #bytesLeft = 0;
  #tail = '';
  #problem: string | undefined;

  /** True once bytes of the body have arrived. */
  hasBody = false;

  /** What is wrong with the answer that just ended: its status, or a stream without its end. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Takes the next bytes; true when the answer is whole. */
  read(bytes: Buffer, length: number): boolean {
    let from = 0;
    if (!this.#isInBody) {
      from = this.#readHead(bytes, length);
      if (from < 0) return false;
    }
    if (from < length) this.hasBody = true;
    if (!this.#isChunked) {
      this.#bytesLeft -= length - from;
      return this.#bytesLeft <= 0;
    }
    const end = bytes.toString('latin1', Math.max(from, length - TAIL), length);
    this.#tail = end.length === TAIL ? end : (this.#tail + end).slice(-TAIL);
    if (!this.#tail.endsWith(LAST_CHUNK)) return false;
    if (!this.#tail.includes('data: [DONE]')) this.#problem ??= `a stream ended with ${this.#tail}`;
    return true;
  }

  /** Forgets the answer, for the next one. */
  reset(): void {
    this.#head = '';
    this.#isInBody = false;
    this.#tail = '';
    this.#problem = undefined;
    this.hasBody = false;
  }

  /** Where the body begins, or -1 while the head is not whole. */
  #readHead(bytes: Buffer, length: number): number {
    const before = this.#head.length;
    this.#head += bytes.toString('latin1', 0, length);
    const end = this.#head.indexOf(HEAD_END, Math.max(0, before - HEAD_END.length));
    if (end < 0) return -1;
    const head = this.#head.slice(0, end);
    if (!head.startsWith('HTTP/1.1 200 ')) this.#problem = this.#head.slice(0, 2_000);
    const contentLength = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.#isChunked = contentLength === undefined;
    this.#bytesLeft = Number(contentLength ?? 0);
    this.#isInBody = true;
    return end + HEAD_END.length - before;
  }
}
