import { Counter, Histogram, type Registry } from 'prom-client';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const DURATIONS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export interface RequestMetrics {
  ended(group: string, method: string, status: number, durationS: number): void;
}

export function createRequestMetrics(registry: Registry): RequestMetrics {
  const requests = new Counter({
    name: 'rappen_http_requests_total',
    help: 'Requests by group of routes (a provider, api, health, pages, none), method and status (499: the caller left).',
    labelNames: ['group', 'method', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'rappen_http_request_duration_seconds',
    help: 'From the head of a request to the last byte of its answer.',
    labelNames: ['group'],
    buckets: DURATIONS_S,
    registers: [registry],
  });
  return {
    ended(group, method, status, durationS) {
      requests.inc({ group, method: METHODS.has(method) ? method : 'other', status });
      durations.observe({ group }, durationS);
    },
  };
}
