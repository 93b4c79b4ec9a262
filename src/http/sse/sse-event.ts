import type { HttpAnswer } from '../http-answer.ts';

/** A server-sent event (WHATWG HTML, "Server-sent events"). */
export interface SseEvent {
  readonly event: string;
  /** Where a client goes on after a cut; it sends it back as `Last-Event-ID`. Without line breaks. */
  readonly id?: string;
  /** Sent as JSON in one line. */
  readonly data: unknown;
}

export function sseEvent({ event, id, data }: SseEvent): Buffer {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return Buffer.from(`${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** How long a client waits before it connects again. */
export function sseRetry(delayMs: number): Buffer {
  return Buffer.from(`retry: ${delayMs}\n\n`);
}

/** An answer without an end. `x-accel-buffering`: nginx must not collect it. Its connection serves nothing else afterwards. */
export function sseAnswer(body: AsyncIterable<Buffer>): HttpAnswer {
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
    connection: 'close',
  };
  return { status: 200, headers, body };
}
