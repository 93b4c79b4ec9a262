import { Counter, Histogram, type Registry } from 'prom-client';
import type { LaneObserver } from '#billing/ledger/lane.ts';
import type { SweepResult } from '#billing/ledger/sweep.ts';

/** By the codes of `ledger_batch`; see migrations/0005_ledger_functions.sql. */
const HOLD_OUTCOMES = ['none', 'granted', 'refused', 'already_done', 'already_done', 'conflict'];
const SETTLE_OUTCOMES = ['none', 'done', 'repeated', 'conflict', 'not_found', 'renewed'];

export interface LedgerMetrics {
  readonly batch: LaneObserver;
  swept(result: SweepResult | undefined): void;
}

export function createLedgerMetrics(registry: Registry): LedgerMetrics {
  const registers = [registry];
  const operations = new Counter({
    name: 'rappen_ledger_operations_total',
    help: 'Operations of the ledger: hold (granted, refused, ...), capture, void, expire (done, repeated, ...).',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const sizes = new Histogram({
    name: 'rappen_ledger_batch_operations',
    help: 'Operations in one batch.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200],
    registers,
  });
  const durations = new Histogram({
    name: 'rappen_ledger_batch_duration_seconds',
    help: 'What the database takes for one batch, committed.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const sweeps = new Counter({
    name: 'rappen_sweeps_total',
    help: 'Searches for holds that outlived their process; other: another process was searching.',
    labelNames: ['result'],
    registers,
  });
  const swept = new Counter({
    name: 'rappen_swept_holds_total',
    help: 'Holds that were settled so, by their journal or as unknown.',
    labelNames: ['source'],
    registers,
  });
  return {
    batch(settles, { settled, held }, durationMs) {
      for (const [i, { kind }] of settles.entries()) {
        operations.inc({ operation: kind, outcome: SETTLE_OUTCOMES[settled[i]?.code ?? 0] ?? 'none' });
      }
      for (const { code } of held) {
        operations.inc({ operation: 'hold', outcome: HOLD_OUTCOMES[code] ?? 'none' });
      }
      sizes.observe(settled.length + held.length);
      durations.observe(durationMs / 1000);
    },
    swept(result) {
      sweeps.inc({ result: result ? 'done' : 'other' });
      swept.inc({ source: 'journal' }, result?.journalled ?? 0);
      swept.inc({ source: 'unknown' }, result?.unknown ?? 0);
    },
  };
}
