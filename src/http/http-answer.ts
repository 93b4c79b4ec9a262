import type { ServerResponse } from 'node:http';

/** An answer, shaped like that of `fetch` but without web streams, which cost more than all the rest of a call. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. A list is one header line each (`set-cookie`). */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /**
   * Whole, or piece by piece. Who stops reading early calls the iterator's `return`. A body that throws is cut off, so
   * that the caller sees that it is not whole.
   */
  readonly body: Buffer | AsyncIterable<Buffer>;
}

/** A caller that takes nothing of a stream for so long has left. */
const STALLED_READER_MS = 120_000;

/** Writes the answer at the reader's pace. Never rejects; a caller that leaves ends the body's iterator. */
export async function writeAnswer(response: ServerResponse, answer: HttpAnswer): Promise<void> {
  if (Buffer.isBuffer(answer.body)) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
    response.end(answer.body);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  await writePieces(response, answer.body[Symbol.asyncIterator]());
}

async function writePieces(response: ServerResponse, pieces: AsyncIterator<Buffer>): Promise<void> {
  const leave = () => void pieces.return?.();
  if (response.destroyed) return leave();
  response.once('close', leave);
  try {
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
      if (!response.write(piece.value)) await drained(response);
    }
    response.off('close', leave);
    response.end();
  } catch {
    response.destroy();
  }
}

/** Waits until the reader has taken what was written; also ends when he is gone. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), STALLED_READER_MS);
    const done = () => {
      clearTimeout(stalled);
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
