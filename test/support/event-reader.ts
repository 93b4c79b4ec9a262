import { SseSplitter } from '#aicore/sse.ts';

export interface ReadEvent {
  /** Where to go on after it; undefined: where the event before it said. */
  readonly id: string | undefined;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: an event's shape is what a test is about
  readonly data: any;
}

export interface EventReaderOptions {
  readonly lastEventId?: string | undefined;
  /** As a query instead of a header. */
  readonly inQuery?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads `/api/events` as a browser would: remembers the last id, and knows when the stream has ended. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly status: number;
  /** Resolves when no more comes: `end`, or `cut`. */
  readonly ended: Promise<'end' | 'cut'>;
  lastEventId: string | undefined;
  readonly #abort: AbortController;

  private constructor(answer: Response, abort: AbortController, lastEventId: string | undefined) {
    this.status = answer.status;
    this.lastEventId = lastEventId;
    this.#abort = abort;
    this.ended = this.#read(answer);
  }

  /** Without a key: by the headers given. */
  static async open(
    url: string,
    key: string | undefined,
    options: EventReaderOptions = {},
  ): Promise<EventReader> {
    const { lastEventId, inQuery, headers } = options;
    const abort = new AbortController();
    const query = inQuery && lastEventId ? `?lastEventId=${encodeURIComponent(lastEventId)}` : '';
    const answer = await fetch(`${url}/api/events${query}`, {
      headers: {
        ...(key === undefined ? {} : { 'x-api-key': key }),
        ...(lastEventId && !inQuery ? { 'last-event-id': lastEventId } : {}),
        ...headers,
      },
      signal: abort.signal,
    });
    return new EventReader(answer, abort, lastEventId);
  }

  of(event: string): readonly ReadEvent[] {
    return this.events.filter((each) => each.event === event);
  }

  ids(): readonly string[] {
    return this.of('transaction').map(({ data }) => data.id);
  }

  /** As if the network broke. */
  async cut(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  async #read(answer: Response): Promise<'end' | 'cut'> {
    const splitter = new SseSplitter();
    try {
      for await (const chunk of answer.body ?? []) {
        for (const { type, data, raw } of splitter.push(Buffer.from(chunk))) {
          const id = /^id: (.*)$/m.exec(raw.toString())?.[1];
          if (id !== undefined) this.lastEventId = id;
          if (type !== undefined && data !== undefined)
            this.events.push({ id, event: type, data: JSON.parse(data) });
        }
      }
      return 'end';
    } catch {
      return 'cut';
    }
  }
}
