import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import type { RouteDescription } from '#http/route-description.ts';
import type { JsonSchema, MediaType, Operation, Parameter, Reference, Response } from './openapi.ts';
import { operationIdOf } from './operation-id.ts';
import { problemReferences } from './problem-responses.ts';
import type { SchemaBook } from './schema-book.ts';
import { exampleOf } from './schema-example.ts';

/** The scope that a key needs for a permission; undefined: none (`signed_in`, `person`, `public`). */
export type ScopeOf = (permission: string) => string | undefined;

/** One route of the API as an operation. */
export function operationOf(route: RouteDescription, book: SchemaBook, scopeOf: ScopeOf): Operation {
  const scope = scopeOf(route.permission);
  const isPublic = route.permission === 'public';
  return {
    operationId: operationIdOf(route.method, route.path),
    summary: route.summary,
    tags: [route.tag],
    security: isPublic ? [] : route.permission === 'person' ? [{ sessionCookie: [] }] : securityFor(scope),
    parameters: parametersOf(route, book, scope !== undefined),
    ...(route.body ? { requestBody: { required: true, content: bodyOf(route.body, book) } } : {}),
    responses: {
      [route.status]: successOf(route, book),
      ...problemReferences(problemsOf(route, isPublic, scope !== undefined)),
    },
    'x-rappen-permission': route.permission,
    ...(scope === undefined ? {} : { 'x-rappen-scope': scope }),
  };
}

/** A key in either header, with its scope; or somebody who is signed in. */
export function securityFor(scope: string | undefined): Operation['security'] {
  const scopes = scope === undefined ? [] : [scope];
  return [{ bearerKey: scopes }, { headerKey: scopes }, { sessionCookie: [] }];
}

function parametersOf(
  route: RouteDescription,
  book: SchemaBook,
  isInMandate: boolean,
): (Parameter | Reference)[] {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const params = route.params ? book.of(route.params, 'input') : undefined;
  return [
    ...inPath.map((name) => parameter(name, 'path', true, params?.properties?.[name] ?? { type: 'string' })),
    ...queryOf(route.query, book),
    ...(isInMandate && !inPath.includes('mandateId') ? MANDATE : []),
    ...(route.needsIdempotencyKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

const MANDATE: readonly Reference[] = [
  { $ref: '#/components/parameters/MandateQuery' },
  { $ref: '#/components/parameters/MandateHeader' },
];

function queryOf(query: z.ZodType | undefined, book: SchemaBook): Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = book.of(query, 'input');
  return Object.entries(properties).map(([name, schema]) =>
    parameter(name, 'query', required.includes(name), schema),
  );
}

function parameter(name: string, place: Parameter['in'], required: boolean, schema: JsonSchema): Parameter {
  const { description, ...rest } = schema;
  return { name, in: place, required, ...(description ? { description } : {}), schema: rest };
}

function bodyOf(body: z.ZodType, book: SchemaBook): Record<string, MediaType> {
  const schema = book.of(body, 'input');
  const example = exampleOf(schema, (ref) => resolveIn(book, ref));
  // One that the route itself would refuse misleads.
  return { 'application/json': { schema, ...(body.safeParse(example).success ? { example } : {}) } };
}

function resolveIn({ components }: SchemaBook, ref: string): JsonSchema {
  return components[ref.slice(ref.lastIndexOf('/') + 1)] ?? {};
}

function successOf(route: RouteDescription, book: SchemaBook): Response {
  const description = STATUS_CODES[route.status] ?? 'Done';
  if (route.answer) {
    return { description, content: { 'application/json': { schema: book.of(route.answer, 'output') } } };
  }
  if (!route.produces) return { description };
  return {
    description,
    content: Object.fromEntries(route.produces.map((type) => [type, mediaTypeOf(type)])),
  };
}

function mediaTypeOf(type: string): MediaType {
  if (type.endsWith('json')) return { schema: { type: 'object' } };
  return type.startsWith('text/') ? { schema: { type: 'string' } } : {};
}

function problemsOf(route: RouteDescription, isPublic: boolean, hasPermission: boolean): number[] {
  return [
    ...(isPublic ? [] : [401]),
    ...(isPublic && !route.body ? [] : [403]),
    ...(hasPermission || route.params ? [404] : []),
    ...(route.method === 'GET' ? [] : [409]),
    ...(route.body ? [413, 415] : []),
    422,
    ...(isPublic ? [] : [429]),
    503,
  ];
}
