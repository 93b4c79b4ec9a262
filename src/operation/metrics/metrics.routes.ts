import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import type { Access } from '#identity/access/access.ts';
import type { RateLimits } from '#identity/access/rate-limits.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsRoutesDeps {
  readonly access: Access;
  readonly rateLimits: RateLimits;
  readonly metrics: Metrics;
}

/** `/metrics`: from this machine without a key; from elsewhere with one of the operator's. */
export function mountMetrics(server: HttpServer, { access, rateLimits, metrics }: MetricsRoutesDeps): void {
  server.get('/metrics', {
    onRequest: async (request) => {
      if (isFromHere(request)) return;
      const caller = await rateLimits.authenticate(request, () => access.callerOf(request));
      request.actor = await access.actorOf(caller, undefined, 'resource.operation.metrics');
    },
    handler: async (request, reply) => {
      const body = Buffer.from(await metrics.text());
      const headers = { 'content-type': metrics.contentType, 'x-request-id': request.id };
      reply.hijack();
      await writeAnswer(reply.raw, { status: 200, headers, body });
    },
  });
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
/** A proxy on this machine says with one of these that somebody else is asking. */
const FORWARDING = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'via',
  'x-real-ip',
];

/**
 * True for a program on this machine that asks us directly, by a name of this machine: a page in a browser here could
 * have a name of its own point to us.
 */
function isFromHere({ raw, headers }: FastifyRequest): boolean {
  if (FORWARDING.some((name) => headers[name] !== undefined)) return false;
  const host = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(headers.host ?? '');
  const name = host?.[1] ?? host?.[2] ?? '';
  return isLoopback(raw.socket.remoteAddress ?? '') && (name === 'localhost' || isLoopback(name));
}

function isLoopback(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && LOOPBACK.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
