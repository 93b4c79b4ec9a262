import { collectDefaultMetrics, Registry } from 'prom-client';
import type { CallObserver } from '#gateway/call-observer.ts';
import { createCallMetrics } from './call-metrics.ts';
import { createLedgerMetrics, type LedgerMetrics } from './ledger-metrics.ts';
import { createRequestMetrics, type RequestMetrics } from './request-metrics.ts';
import { addStateMetrics, type StateSources } from './state-metrics.ts';

/** What Rappen says of itself to Prometheus. Labels have few values: never an id, an address or a model. */
export interface Metrics {
  readonly requests: RequestMetrics;
  readonly calls: CallObserver;
  readonly ledger: LedgerMetrics;
  /** Once, when the services are there. */
  watch(sources: StateSources): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** One for each process; one more for each test. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  // Memory, processor, event loop, garbage collection.
  collectDefaultMetrics({ register: registry });
  return {
    requests: createRequestMetrics(registry),
    calls: createCallMetrics(registry),
    ledger: createLedgerMetrics(registry),
    watch: (sources) => addStateMetrics(registry, sources),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
