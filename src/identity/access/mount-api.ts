import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpAnswer, writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import { readRequest } from '#http/read-request.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type MandateId, parseId } from '#kernel/id.ts';
import type { Actor } from '../actor.ts';
import type { Access } from './access.ts';
import type { Caller } from './api-caller.ts';
import type { ApiCall, ApiRoute, RoutePermission } from './api-route.ts';
import type { RateLimits } from './rate-limits.ts';

const MAX_BODY_BYTES = 256 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts; set before the body is read. Undefined on routes that no mandate belongs to. */
    actor: Actor | undefined;
    /** Who calls a route of the API. */
    caller: Caller | undefined;
  }
}

export interface MountApiDeps {
  readonly access: Access;
  readonly rateLimits: RateLimits;
  /** Aborted when the process stops: streams end then. */
  readonly stopping: AbortSignal;
}

/** Once, before anything is mounted. */
export function decorateRequests(server: HttpServer): void {
  server.decorateRequest('actor', undefined);
  server.decorateRequest('caller', undefined);
}

/** Mounts the routes: who calls is checked before a byte of the body is read, then what is asked, then it is done. */
export function mountApi(server: HttpServer, deps: MountApiDeps, routes: readonly ApiRoute[]): void {
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.maxBodyBytes ?? MAX_BODY_BYTES,
      onRequest: (request, reply) => admit(deps, route, request, reply),
      handler: (request, reply) => answer(deps, route, request, reply),
    });
  }
}

async function admit(
  { access, rateLimits }: MountApiDeps,
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { permission } = route;
  if (permission === 'public') return;
  const caller = await rateLimits.authenticate(request, () => access.callerOf(request));
  request.caller = caller;
  sayWhatIsLeft(reply, rateLimits.takeApi(caller));
  if (permission === 'signed_in') return;
  if (permission === 'person') return requirePerson(caller);
  request.actor = await access.actorOf(caller, namedMandate(request), permission);
}

function requirePerson({ kind }: Caller): void {
  if (kind === 'key')
    throw new AppError('permission_denied', {}, 'Only somebody who has signed in may do this.');
}

/** On refusals too, so they are set before anything else can go wrong. */
function sayWhatIsLeft({ raw }: FastifyReply, { state, refusal }: ReturnType<RateLimits['takeApi']>): void {
  if (state) {
    raw.setHeader('ratelimit-limit', state.limit);
    raw.setHeader('ratelimit-remaining', state.remaining);
    raw.setHeader('ratelimit-reset', state.resetSeconds);
  }
  if (refusal) throw refusal;
}

/** The mandate of the path, of `?mandate=` or of the header; they must agree. One that cannot exist is a 404 like any other. */
function namedMandate(request: FastifyRequest): MandateId | undefined {
  const { mandateId } = request.params as { mandateId?: string };
  const { mandate } = request.query as { mandate?: string | string[] };
  if (Array.isArray(mandate)) throw invalidRequest('query.mandate', 'is there twice');
  const texts = [mandateId, mandate, request.headers['x-rappen-mandate']]
    .flat()
    .filter((text) => text !== undefined);
  const [first, ...others] = texts;
  if (first === undefined) return undefined;
  if (others.some((other) => other !== first))
    throw invalidRequest('query.mandate', 'another mandate is named too');
  const named = parseId('mnd', first);
  if (!named) throw new AppError('not_found', {}, 'There is no such mandate.');
  return named;
}

async function answer(
  deps: MountApiDeps,
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const call = {
    actor: request.actor,
    caller: request.caller,
    ...readRequest(route, request),
    requestId: request.id,
    header: (name: string) => one(request.headers[name]),
    signal: AbortSignal.any([left.signal, deps.stopping]),
  } as ApiCall<RoutePermission>;
  const result = await route.handle(call);
  const done = route.produces ? (result as HttpAnswer) : jsonAnswer(route, result);
  reply.hijack();
  await writeAnswer(reply.raw, {
    ...done,
    headers: { 'x-request-id': request.id, 'cache-control': 'no-store', ...done.headers },
  });
}

/** What the schema does not name is not sent; an answer that does not fit it is our fault, and an error. */
function jsonAnswer(route: ApiRoute, result: unknown): HttpAnswer {
  if (!route.answer) return { status: route.status, headers: {}, body: Buffer.alloc(0) };
  const checked = must(route.answer, 'the schema of the answer').parse(result);
  return {
    status: route.status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(checked)),
  };
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}
