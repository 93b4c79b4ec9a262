import { Counter, Gauge, type Registry } from 'prom-client';
import type { RateLimits } from '#identity/access/rate-limits.ts';
import { alarmsRaised } from '#kernel/alarm.ts';

/** What is asked for its state when somebody reads the metrics. */
export interface StateSources {
  readonly ledger: { readonly waiting: number };
  readonly callsInFlight: { readonly size: number };
  readonly pool: { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };
  readonly changes: { readonly connected: boolean };
  readonly rateLimits: Pick<RateLimits, 'refusals'>;
}

export function addStateMetrics(registry: Registry, sources: StateSources): void {
  gauge(registry, 'rappen_calls_in_flight', 'Calls between their hold and their settlement.', () => [
    [{}, sources.callsInFlight.size],
  ]);
  gauge(registry, 'rappen_ledger_waiting', 'Operations that wait for the database.', () => [
    [{}, sources.ledger.waiting],
  ]);
  gauge(
    registry,
    'rappen_database_reachable',
    '1 while the database answers the connection that listens.',
    () => [[{}, sources.changes.connected ? 1 : 0]],
  );
  gauge(registry, 'rappen_database_connections', 'Of the pool, by state: busy, idle.', () => [
    [{ state: 'busy' }, sources.pool.totalCount - sources.pool.idleCount],
    [{ state: 'idle' }, sources.pool.idleCount],
  ]);
  gauge(registry, 'rappen_database_waiting', 'Queries that wait for a connection of the pool.', () => [
    [{}, sources.pool.waitingCount],
  ]);
  counter(
    registry,
    'rappen_rate_limited_total',
    'Requests refused with 429, by limit.',
    'limit',
    () => sources.rateLimits.refusals,
  );
  counter(
    registry,
    'rappen_alarms_total',
    'What an operator must look at, by kind; the log has the facts.',
    'kind',
    alarmsRaised,
  );
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

function gauge(registry: Registry, name: string, help: string, read: () => readonly Sample[]): void {
  const labelNames = Object.keys(read()[0]?.[0] ?? {});
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      for (const [labels, value] of read()) this.set(labels, value);
    },
  });
}

/** Counted elsewhere. */
function counter(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  read: () => ReadonlyMap<string, number>,
): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, count] of read()) this.inc({ [label]: value }, count);
    },
  });
}
