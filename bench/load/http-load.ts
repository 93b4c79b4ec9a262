import type { LatencySummary } from '../latencies.ts';

/** One measurement over HTTP, done by load-worker.ts in a process of its own. */
export interface HttpLoad {
  /** At 127.0.0.1. */
  readonly port: number;
  /** The bytes of the request, which is sent again and again. */
  readonly request: Uint8Array;
  /** Each sends its next request when the answer to the last is whole. */
  readonly connections: number;
  readonly warmUpMs: number;
  /** 0: each connection sends one request. */
  readonly measureMs: number;
  /** Ends it earlier. */
  readonly maxCalls?: number;
}

export interface HttpLoadResult {
  readonly requestsPerSecond: number;
  /** From the first byte sent to the last byte received. */
  readonly latency: LatencySummary;
  /** Until the first byte of the answer's body. */
  readonly firstByte: LatencySummary;
  /** All calls that got a whole answer with status 200, with those of warm-up and end. */
  readonly answered: number;
  /** All others. */
  readonly failed: number;
  /** What was wrong with the first of them. */
  readonly problem: string | undefined;
}

export interface RequestFacts {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

export function requestBytes({ port, path, headers, body }: RequestFacts): Buffer {
  const content = JSON.stringify(body);
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(content)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`);
}
