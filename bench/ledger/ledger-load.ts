import type { TestSpender } from '#test/support/test-ledger.ts';
import type { LatencySummary } from '../latencies.ts';

/** One measurement of the ledger, done by ledger-worker.ts in a process of its own. */
export interface LedgerLoad {
  /** To connect as the application's role. */
  readonly databaseUrl: string;
  /** One of them is picked at random for each call. */
  readonly spenders: readonly TestSpender[];
  /** Calls at once: each is held, then captured, then followed by the next. */
  readonly concurrency: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface LedgerLoadResult {
  readonly pairsPerSecond: number;
  /** Of a single call, authorize or capture. */
  readonly latency: LatencySummary;
  /** Pairs that were acknowledged, with those of warm-up and end. */
  readonly pairsInAll: number;
}
