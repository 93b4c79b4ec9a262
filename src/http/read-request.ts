import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { invalidRequest } from '#kernel/error.ts';
import { parseJsonObject } from './json-body.ts';
import type { RouteDescription } from './route-description.ts';

/** A request's parts as the route's schemas read them; undefined where the route has no schema. */
export interface ReadRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly idempotencyKey: string | undefined;
}

/** Understood on every route, so they are no part of a route's own query. */
const COMMON_QUERY = ['mandate'];
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Reads what was sent. Throws `invalid_request`, which names the field's path (`body.address.town`, `query.from`). */
export function readRequest(route: RouteDescription, request: FastifyRequest): ReadRequest {
  return {
    params: route.params && parse(route.params, request.params, 'path'),
    query: readQuery(route, request.query),
    body: readBody(route, request.body),
    idempotencyKey: readIdempotencyKey(route, request.headers['idempotency-key']),
  };
}

function readQuery(route: RouteDescription, query: unknown): unknown {
  const own = Object.entries(query as object).filter(([name]) => !COMMON_QUERY.includes(name));
  const [first] = own;
  if (route.query) return parse(route.query, Object.fromEntries(own), 'query');
  if (first) throw invalidRequest(`query.${first[0].slice(0, 60)}`, 'is not known');
  return undefined;
}

function readBody(route: RouteDescription, body: unknown): unknown {
  const bytes = Buffer.isBuffer(body) && body.length > 0 ? body : undefined;
  if (route.body) return parse(route.body, parseJsonObject(bytes), 'body');
  if (bytes) throw invalidRequest('body', 'must be empty');
  return undefined;
}

function readIdempotencyKey(
  route: RouteDescription,
  header: string | string[] | undefined,
): string | undefined {
  if (!route.needsIdempotencyKey) return undefined;
  if (header === undefined) throw invalidRequest('headers.idempotency-key', 'is missing');
  if (typeof header === 'string' && IDEMPOTENCY_KEY.test(header)) return header;
  throw invalidRequest('headers.idempotency-key', 'must have 1 to 255 printable ASCII characters, no spaces');
}

function parse(schema: z.ZodType, value: unknown, part: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [part, ...(issue?.path ?? []), ...unknownKey(issue)];
  throw invalidRequest(
    fieldPath(path),
    issue?.code === 'unrecognized_keys' ? 'is not known' : (issue?.message ?? 'is wrong'),
  );
}

function unknownKey(issue: z.core.$ZodIssue | undefined): readonly string[] {
  return issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
}

/** `body.recipients[2]`; a field's name is the caller's text, so it is cut. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step).slice(0, 60)}`,
    )
    .join('')
    .slice(0, 300);
}
