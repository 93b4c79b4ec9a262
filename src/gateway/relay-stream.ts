import { type ServerSentEvent, SseSplitter } from '#aicore/sse.ts';
import { StreamOutlet } from './stream-outlet.ts';
import type { BodySink, UpstreamBody, UpstreamFailure } from './upstream-exchange.ts';

/**
 * How an answer ended. `whole`: as the provider meant it. `cut`: the connection or the provider broke off.
 * `abandoned`: the caller had left, and the provider took longer than we drain.
 */
export type Ending = 'whole' | 'cut' | 'abandoned';

export interface StreamReader {
  readEvent(event: ServerSentEvent): 'pass' | 'drop';
  /** Whether the provider has said that the answer is whole. */
  isComplete(): boolean;
}

export interface RelayOptions {
  readonly body: UpstreamBody;
  /** Learns of every event. */
  readonly reader: StreamReader;
  /** How long the provider may go on after the caller has left. */
  readonly drainMs: number;
  /** Text to end a cut stream with, unless the provider did: an error event of its format. */
  cutEvent(failure: UpstreamFailure | undefined): string;
  /** Books the call; the caller's stream ends when it is done. Never rejects. */
  settle(ending: Ending): Promise<unknown>;
}

/** A caller that reads slowly has at most this waiting here; then the provider is read no further. */
const MAX_WAITING_BYTES = 256 * 1024;

/**
 * Passes a stream on, event by event and byte by byte, while its usage is read. The provider's side runs to its end
 * whether or not the caller stays: only the end tells what is billed.
 */
export function relayStream(options: RelayOptions): AsyncIterable<Buffer> {
  const relay = new StreamRelay(options);
  options.body.readInto(relay);
  return relay.outlet;
}

class StreamRelay implements BodySink {
  readonly outlet: StreamOutlet;
  readonly #options: RelayOptions;
  readonly #splitter = new SseSplitter();
  #ended = false;
  #callerLeft = false;
  #sawError = false;
  #drainTimer: NodeJS.Timeout | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.outlet = new StreamOutlet(
      () => options.body.resume(),
      () => this.#drain(),
    );
  }

  data(chunk: Buffer): void {
    const { body } = this.#options;
    try {
      const events = this.#splitter.push(chunk);
      this.#pass(events.filter((event) => this.#read(event) === 'pass').map((event) => event.raw));
    } catch {
      // An event beyond all measure: whatever follows could not be read either.
      this.#end('cut', undefined);
      body.abort();
      return;
    }
    if (this.outlet.waitingBytes > MAX_WAITING_BYTES) body.pause();
  }

  end(): void {
    const rest = this.#splitter.flush();
    if (rest && this.#read(rest) === 'pass') this.#pass([rest.raw]);
    this.#end(this.#options.reader.isComplete() ? 'whole' : 'cut', undefined);
  }

  fail(failure: UpstreamFailure): void {
    const rest = this.#splitter.flush();
    // Half an event is not shown to the reader of usage, and the caller's parser would join ours to it.
    if (rest) this.#pass([rest.raw, BLANK_LINE]);
    this.#end(this.#options.reader.isComplete() ? 'whole' : 'cut', failure);
  }

  #read(event: ServerSentEvent): 'pass' | 'drop' {
    this.#sawError ||= isError(event);
    return this.#options.reader.readEvent(event);
  }

  #pass(pieces: readonly Buffer[]): void {
    if (this.#callerLeft || pieces.length === 0) return;
    const [first] = pieces;
    this.outlet.push(pieces.length === 1 && first ? first : Buffer.concat(pieces));
  }

  /** The caller has left: reads on without him, for a while. */
  #drain(): void {
    if (this.#ended) return;
    this.#callerLeft = true;
    this.#options.body.resume();
    this.#drainTimer = setTimeout(() => {
      this.#end('abandoned', undefined);
      this.#options.body.abort();
    }, this.#options.drainMs);
  }

  #end(ending: Ending, failure: UpstreamFailure | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#drainTimer);
    if (ending === 'cut' && !this.#sawError) this.#pass([Buffer.from(this.#options.cutEvent(failure))]);
    void this.#options.settle(ending).then(() => this.outlet.end());
  }
}

/** The provider has said itself that it breaks off; a second error would only confuse. */
function isError({ type, data }: ServerSentEvent): boolean {
  return type === 'error' || (data !== undefined && /^\{\s*"(error"|type"\s*:\s*"error")/.test(data));
}

const BLANK_LINE = Buffer.from('\n\n');
