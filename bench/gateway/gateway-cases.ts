import { median } from '../latencies.ts';
import type { HttpLoadResult } from '../load/http-load.ts';
import type { Party } from './party.ts';

/** What is measured, for each party. */
export interface GatewayCase {
  readonly kind: 'json' | 'stream' | 'paced stream';
  readonly connections: number;
}

export interface CaseResult extends GatewayCase {
  readonly of: Readonly<Record<Party['name'], Measured>>;
}

/** Medians of the rounds. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly firstByteP50Ms: number;
  /** In all rounds. */
  readonly failed: number;
}

export const CASES: readonly GatewayCase[] = [
  { kind: 'json', connections: 1 },
  { kind: 'json', connections: 32 },
  { kind: 'json', connections: 128 },
  { kind: 'stream', connections: 1 },
  { kind: 'stream', connections: 32 },
  { kind: 'stream', connections: 128 },
  { kind: 'paced stream', connections: 128 },
];

/**
 * How the simulator answers (simulator/directives.ts). At once, which shows what a gateway costs; or paced as a model is:
 * 300 ms until the first token, then one every 20 ms.
 */
export function directiveOf({ kind }: GatewayCase): string {
  if (kind !== 'paced stream') return '';
  return '[[sim:{"firstByteDelayMs":300,"chunkDelayMs":20,"outputTokens":24,"chunks":24}]]';
}

export function summarise(results: readonly HttpLoadResult[]): Measured {
  const middle = (pick: (result: HttpLoadResult) => number) => median(results.map(pick));
  return {
    requestsPerSecond: middle((result) => result.requestsPerSecond),
    p50Ms: middle((result) => result.latency.p50Ms),
    p99Ms: middle((result) => result.latency.p99Ms),
    firstByteP50Ms: middle((result) => result.firstByte.p50Ms),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}
