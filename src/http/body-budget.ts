import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { AppError } from '#kernel/error.ts';

/** Smaller bodies are taken without asking: there are no more of them than connections. */
const SMALL_BYTES = 64 * 1024;

/** Bodies of requests in memory, all together, until they are answered. */
export class BodyBudget {
  readonly #maxBytes: number;
  /** What a body counts whose length is not said. */
  readonly #unsaidBytes: number;
  #used = 0;

  constructor(maxBytes: number, unsaidBytes: number) {
    this.#maxBytes = maxBytes;
    this.#unsaidBytes = unsaidBytes;
  }

  /** Call it before the body is read. Throws `overloaded` where it does not fit beside the others. */
  reserve(headers: IncomingHttpHeaders, response: ServerResponse): void {
    const bytes =
      headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : this.#unsaidBytes;
    if (bytes <= SMALL_BYTES) return;
    if (this.#used + bytes > this.#maxBytes) throw new AppError('overloaded');
    this.#used += bytes;
    response.once('close', () => {
      this.#used -= bytes;
    });
  }
}
