import { must } from '#kernel/assert.ts';
import type { MemorySlots } from './memory-slots.ts';
import { type UpstreamBody, UpstreamFailure } from './upstream-exchange.ts';

/** An answer that is kept whole, from its last byte until the caller has taken it. */
export interface CollectedAnswer {
  readonly bytes: Buffer;
  /** Of a big one: its memory may go to another answer now. */
  readonly release: (() => void) | undefined;
}

/** Smaller answers are kept without asking for room. */
const SMALL_BYTES = 1024 * 1024;

/**
 * The whole body. One that grows beyond 1 MiB needs a slot; until it gets one, the provider is read no further. Rejects
 * with `UpstreamFailure`; with `too_large` above `maxBytes`.
 */
export function collectAnswer(
  body: UpstreamBody,
  maxBytes: number,
  slots: MemorySlots,
): Promise<CollectedAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let release: (() => void) | undefined;
    const fail = (failure: UpstreamFailure) => {
      release?.();
      reject(failure);
    };
    body.readInto({
      data: (chunk) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) {
          fail(new UpstreamFailure('too_large'));
          body.abort();
        } else if (size > SMALL_BYTES) release ??= takeSlot(body, slots);
      },
      end: () => {
        const bytes = chunks.length === 1 ? must(chunks[0], 'chunk') : Buffer.concat(chunks, size);
        resolve({ bytes, release });
      },
      fail,
    });
  });
}

function takeSlot(body: UpstreamBody, slots: MemorySlots): () => void {
  let isFree = false;
  const release = slots.take(() => {
    isFree = true;
    body.resume();
  });
  if (!isFree) body.pause();
  return release;
}

/** A big answer for the caller, who takes it at his own pace: its memory is his until he has it or has left. */
export class CollectedBody implements AsyncIterableIterator<Buffer> {
  #bytes: Buffer | undefined;
  readonly #release: () => void;

  constructor(bytes: Buffer, release: () => void) {
    this.#bytes = bytes;
    this.#release = release;
  }

  next(): Promise<IteratorResult<Buffer>> {
    const bytes = this.#bytes;
    if (!bytes) return this.return();
    this.#bytes = undefined;
    return Promise.resolve({ done: false, value: bytes });
  }

  return(): Promise<IteratorResult<Buffer>> {
    this.#bytes = undefined;
    this.#release();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
