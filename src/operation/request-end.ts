import type { FastifyRequest } from 'fastify';
import type { Log } from '#kernel/log.ts';
import type { RequestMetrics } from './metrics/request-metrics.ts';
import { type Mount, RouteGroups } from './route-groups.ts';

/** Counts every request, and logs it in one line: a request to the API at `info`, all others at `debug`. */
export function createRequestEnd(deps: {
  readonly log: Log;
  readonly metrics: Pick<RequestMetrics, 'ended'>;
  readonly providers: readonly Mount[];
}) {
  const { log, metrics } = deps;
  const groups = new RouteGroups(deps.providers);
  return (request: FastifyRequest, status: number, durationMs: number): void => {
    const { url: pattern } = request.routeOptions;
    const group = groups.of(pattern);
    metrics.ended(group, request.method, status, durationMs / 1000);
    const level = group === 'api' ? 'info' : 'debug';
    log[level](factsOf(request, pattern, status, durationMs), groups.isGateway(group) ? 'call' : 'request');
  };
}

/** The route's pattern, never the address; ids, never a key, a cookie, a body or a query. */
function factsOf(request: FastifyRequest, route: string | undefined, status: number, durationMs: number) {
  const { actor, caller } = request;
  return {
    requestId: request.id,
    method: request.method,
    route: route ?? 'none',
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    mandateId: actor?.mandateId,
    userId: actor?.userId ?? caller?.userId,
    apiKeyId: actor?.apiKeyId ?? (caller?.kind === 'key' ? caller.actor.apiKeyId : undefined),
    error: request.errorCode,
  };
}
