import { AppError } from '#kernel/error.ts';

/** One server-sent event (WHATWG HTML, "Server-sent events"). */
export interface ServerSentEvent {
  /** The `event:` field; undefined where the stream has none. */
  readonly type: string | undefined;
  /** The `data:` lines, joined by `\n`. Undefined: a comment or an empty event. */
  readonly data: string | undefined;
}

/** An event with its bytes exactly as they came, the blank line at its end included. */
export interface RawServerSentEvent extends ServerSentEvent {
  readonly raw: Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
const MAX_EVENT_BYTES = 16 * 1024 * 1024;

/**
 * Cuts a stream of bytes into events, wherever the network has cut it into chunks. The `raw` bytes of all events
 * together are the bytes that went in. Every byte is looked at once and decoded once, however small the chunks are.
 */
export class SseSplitter {
  #parts: Buffer[] = [];
  #size = 0;
  #lineIsEmpty = true;
  #afterCr = false;
  #atStart = true;

  /** The events that this chunk completes. Throws `provider_error` when one event grows beyond 16 MiB. */
  push(chunk: Buffer): RawServerSentEvent[] {
    const events: RawServerSentEvent[] = [];
    const lineEnds = new LineEnds(chunk);
    let eventStart = 0;
    let lineStart = 0;
    const endLineAt = (end: number): void => {
      if (this.#lineIsEmpty) {
        events.push(this.#take(chunk.subarray(eventStart, end)));
        eventStart = end;
      }
      this.#lineIsEmpty = true;
      lineStart = end;
    };
    // Whether a CR ends its line alone is known only with the byte after it, which may be in the next chunk.
    if (this.#afterCr && chunk.length > 0) {
      this.#afterCr = false;
      endLineAt(chunk[0] === LF ? 1 : 0);
    }
    while (lineStart < chunk.length) {
      const end = lineEnds.next(lineStart);
      if (end !== lineStart) this.#lineIsEmpty = false;
      if (end === -1) break;
      this.#afterCr = chunk[end] === CR && end + 1 === chunk.length;
      if (this.#afterCr) break;
      endLineAt(chunk[end] === CR && chunk[end + 1] === LF ? end + 2 : end + 1);
    }
    if (eventStart < chunk.length) this.#keep(chunk.subarray(eventStart));
    return events;
  }

  /** What is left when the stream has ended: an event without its blank line. Undefined: nothing. */
  flush(): RawServerSentEvent | undefined {
    if (this.#size === 0) return undefined;
    this.#afterCr = false;
    this.#lineIsEmpty = true;
    return this.#take(Buffer.alloc(0));
  }

  #keep(part: Buffer): void {
    this.#parts.push(part);
    this.#size += part.length;
    if (this.#size > MAX_EVENT_BYTES) {
      throw new AppError('provider_error', {}, 'The provider sent an event of more than 16 MiB.');
    }
  }

  #take(lastPart: Buffer): RawServerSentEvent {
    let raw = lastPart;
    if (this.#size > 0) {
      this.#keep(lastPart);
      raw = Buffer.concat(this.#parts, this.#size);
      this.#parts = [];
      this.#size = 0;
    } else if (raw.length > MAX_EVENT_BYTES) this.#keep(raw);
    const text = raw.toString('utf8');
    const event = parseEvent(this.#atStart && text.startsWith('\ufeff') ? text.slice(1) : text);
    this.#atStart = false;
    return { raw, type: event.type, data: event.data };
  }
}

/** Where the lines of a chunk end: every byte is searched once for LF and once for CR. */
class LineEnds {
  readonly #chunk: Buffer;
  #lf = -2;
  #cr = -2;

  constructor(chunk: Buffer) {
    this.#chunk = chunk;
  }

  /** The first LF or CR at or after a position, which may not go back. -1: none. */
  next(position: number): number {
    this.#lf = this.#find(LF, this.#lf, position);
    this.#cr = this.#find(CR, this.#cr, position);
    if (this.#lf === -1 || this.#cr === -1) return Math.max(this.#lf, this.#cr);
    return Math.min(this.#lf, this.#cr);
  }

  #find(byte: number, last: number, position: number): number {
    return last === -1 || last >= position ? last : this.#chunk.indexOf(byte, position);
  }
}

/** Reads the lines of one event. Fields other than `event` and `data` do not matter here. */
function parseEvent(rawText: string): ServerSentEvent {
  const text = rawText.includes('\r') ? rawText.replace(/\r\n?/g, '\n') : rawText;
  let type: string | undefined;
  let data: string | undefined;
  let lines: string[] | undefined;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (isField(text, 'data', start, end)) {
      const value = fieldValue(text, start + 4, end);
      if (data === undefined) data = value;
      else if (lines) lines.push(value);
      else lines = [data, value];
    } else if (isField(text, 'event', start, end)) {
      type = fieldValue(text, start + 5, end) || undefined;
    }
    start = end + 1;
  }
  return { type, data: lines ? lines.join('\n') : data };
}

function isField(text: string, name: string, start: number, end: number): boolean {
  const colon = start + name.length;
  return text.startsWith(name, start) && (colon === end || (colon < end && text[colon] === ':'));
}

function fieldValue(text: string, colon: number, end: number): string {
  if (colon >= end) return '';
  const start = text[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return start >= end ? '' : text.slice(start, end);
}
