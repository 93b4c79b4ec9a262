import type { Dispatcher } from 'undici';
import { must } from '#kernel/assert.ts';

/** Why no whole answer came. What decides about money is whether the request may have reached the provider. */
export class UpstreamFailure extends Error {
  /** `not_sent`: the provider has seen nothing of it. `timeout`, `broken`: it may have worked and may bill. `too_large`: it did. */
  readonly kind: 'not_sent' | 'timeout' | 'broken' | 'too_large';

  constructor(kind: UpstreamFailure['kind'], cause?: unknown) {
    super(`upstream ${kind}`, cause === undefined ? undefined : { cause });
    this.name = 'UpstreamFailure';
    this.kind = kind;
  }
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: UpstreamBody;
}

/** The bytes of an answer, pushed: no promise per piece. */
export interface UpstreamBody {
  /** Hands over every piece from now on, what has arrived already at once. Called once. */
  readInto(sink: BodySink): void;
  /** Stops reading, so that the provider is slowed down by TCP instead of our memory growing. */
  pause(): void;
  resume(): void;
  /** Ends the connection; the sink hears `fail`. */
  abort(): void;
}

export interface BodySink {
  data(chunk: Buffer): void;
  end(): void;
  fail(failure: UpstreamFailure): void;
}

/** The whole body. Rejects with `UpstreamFailure`; with `too_large` above `maxBytes`. */
export function collectBody(body: UpstreamBody, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.readInto({
      data: (chunk) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        reject(new UpstreamFailure('too_large'));
        body.abort();
      },
      end: () => resolve(chunks.length === 1 ? must(chunks[0], 'chunk') : Buffer.concat(chunks, size)),
      fail: reject,
    });
  });
}

/** One request and its answer, as undici tells of them. Promises: one for the head of the answer, none for its body. */
export class UpstreamExchange implements Dispatcher.DispatchHandler, UpstreamBody {
  readonly answer: Promise<UpstreamAnswer>;
  #settle: { resolve(answer: UpstreamAnswer): void; reject(failure: UpstreamFailure): void };
  #controller: Dispatcher.DispatchController | undefined;
  #sink: BodySink | undefined;
  /** What came between the head of the answer and `readInto`. */
  #early: Buffer[] = [];
  #ending: { failure?: UpstreamFailure } | undefined;
  #isAborted = false;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
    this.answer = promise;
    this.#settle = { resolve, reject };
  }

  /** undici calls this when it has a connection and is about to write: from here on the provider may have the request. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isAborted) controller.abort(ABORTED);
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: UpstreamAnswer['headers'],
  ): void {
    if (status >= 200) this.#settle.resolve({ status, headers, body: this });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#sink) this.#sink.data(chunk);
    else this.#early.push(chunk);
  }

  onResponseEnd(): void {
    this.#finish({});
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const failure = new UpstreamFailure(this.#controller ? kindOf(error) : 'not_sent', error);
    this.#settle.reject(failure);
    this.#finish({ failure });
  }

  readInto(sink: BodySink): void {
    this.#sink = sink;
    for (const chunk of this.#early.splice(0)) sink.data(chunk);
    if (this.#ending) this.#finish(this.#ending);
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort(ABORTED);
  }

  #finish(ending: { failure?: UpstreamFailure }): void {
    this.#ending = ending;
    if (ending.failure) this.#sink?.fail(ending.failure);
    else this.#sink?.end();
  }
}

const ABORTED = new Error('aborted by the gateway');

function kindOf(error: Error): 'timeout' | 'broken' {
  const code = 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' ? 'timeout' : 'broken';
}
