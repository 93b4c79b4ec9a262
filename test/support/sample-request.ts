import fc from 'fast-check';
import { z } from 'zod';
import type { ApiRoute } from '#identity/access/api-route.ts';
import { fitting, type JsonSchema } from './schema-samples.ts';

export interface SampleRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SampleIds {
  /** By the name of the path's parameter: `userId`, `role`. */
  readonly params: Readonly<Record<string, string>>;
  /** By prefix, for queries and bodies. */
  readonly byPrefix: Readonly<Record<string, string>>;
}

const SEED = 20_261_127;

/** A request that the route's schemas accept, with these ids wherever it names one. The same each time. */
export function sampleRequest(route: ApiRoute, ids: SampleIds): SampleRequest {
  const query = route.query && sample(route.query, ids.byPrefix);
  const search = new URLSearchParams((query ?? {}) as Record<string, string>).toString();
  const body = route.body && sample(route.body, ids.byPrefix);
  return {
    method: route.method,
    path: pathOf(route, ids.params) + (search === '' ? '' : `?${search}`),
    body,
    headers: route.needsIdempotencyKey ? { 'idempotency-key': `sample-${++made}` } : {},
  };
}

let made = 0;

/** Whether a query or a body of the route names ids at all. */
export function namesIds(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && /"pattern":"\^\([a-z]{3}_\)/.test(JSON.stringify(jsonSchema(schema)));
}

/** The path with its parameters filled in. Throws for one that nobody has a value for. */
export function pathOf(route: ApiRoute, params: Readonly<Record<string, string>>): string {
  return route.path.replace(/:(\w+)/g, (_all, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${route.method} ${route.path}: no sample for ${name}`);
    return encodeURIComponent(value);
  });
}

function sample(schema: z.ZodType, ids: SampleIds['byPrefix']): unknown {
  const full = fitting(allRequired(jsonSchema(schema)), { ids });
  const candidates = fc.sample(full, { seed: SEED, numRuns: 200 });
  // A role that only the operator may give would be refused for that, whatever the ids are.
  const isOrdinary = (value: unknown) => !JSON.stringify(value).includes('system_administrator');
  return candidates.find((value) => schema.safeParse(value).success && isOrdinary(value)) ?? candidates[0];
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as unknown as JsonSchema;
}

/** Optional fields too, but for paging: they are where ids of others hide. */
function allRequired(schema: JsonSchema): JsonSchema {
  const { cursor: _cursor, limit: _limit, ...properties } = schema.properties ?? {};
  return { ...schema, properties, required: Object.keys(properties) };
}
