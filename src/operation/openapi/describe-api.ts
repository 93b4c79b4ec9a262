import type { RouteDescription } from '#http/route-description.ts';
import { assert } from '#kernel/assert.ts';
import { VERSION } from '../version.ts';
import { gatewayPaths, gatewayTag, type Mounted } from './gateway-operations.ts';
import { HEALTH_PATHS, HEALTH_TAG } from './health-operations.ts';
import type { OpenApi, Operation, Parameter } from './openapi.ts';
import { PROBLEM, problemResponses } from './problem-responses.ts';
import { operationOf, type ScopeOf } from './route-operation.ts';
import { SchemaBook } from './schema-book.ts';

export interface DescribedApi {
  readonly routes: readonly RouteDescription[];
  readonly providers: readonly Mounted[];
  readonly scopeOf: ScopeOf;
  /** Where people reach us; undefined: where the description was fetched from. */
  readonly publicUrl: string | undefined;
  readonly sessionCookie: string;
}

/** The description of everything that can be asked of Rappen, in the order of the list of routes. */
export function describeApi(api: DescribedApi): OpenApi {
  const book = new SchemaBook();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of api.routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const operation = operationOf(route, book, api.scopeOf);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
  }
  for (const provider of api.providers) Object.assign(paths, gatewayPaths(provider));
  Object.assign(paths, HEALTH_PATHS);
  requireDistinctNames(paths);
  const tags = [...new Set(api.routes.map(({ tag }) => tag)), ...api.providers.map(gatewayTag), HEALTH_TAG];
  return {
    openapi: '3.1.1',
    info: { title: 'Rappen', version: VERSION, description: INTRODUCTION },
    servers: [{ url: api.publicUrl ?? '/' }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...book.components },
      parameters: PARAMETERS,
      responses: problemResponses(),
      securitySchemes: securitySchemes(api.sessionCookie),
    },
  };
}

const INTRODUCTION =
  'Calls to AI providers, metered and billed in Swiss francs: the gateway that they go through, and the API to read and run the books.';

const MANDATE_ID = { type: 'string', pattern: '^mnd_[0-9a-f-]{36}$' };

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  MandateQuery: {
    name: 'mandate',
    in: 'query',
    required: false,
    description: 'The mandate to act in, for who is a member of several; an API key has its own',
    schema: MANDATE_ID,
  },
  MandateHeader: {
    name: 'x-rappen-mandate',
    in: 'header',
    required: false,
    description: 'The same as the query `mandate`',
    schema: MANDATE_ID,
  },
  IdempotencyKey: {
    name: 'idempotency-key',
    in: 'header',
    required: true,
    description:
      'Chosen by you. The same request with the same key again has no second effect and gives the same answer',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  },
};

function securitySchemes(sessionCookie: string): Record<string, object> {
  return {
    bearerKey: { type: 'http', scheme: 'bearer', description: 'An API key: `authorization: Bearer rpn_...`' },
    headerKey: {
      type: 'apiKey',
      in: 'header',
      name: 'x-api-key',
      description: 'The same key in this header',
    },
    sessionCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: sessionCookie,
      description: 'Of who has signed in to the pages. Changes must come from our own pages',
    },
  };
}

function requireDistinctNames(paths: OpenApi['paths']): void {
  const seen = new Set<string>();
  for (const operations of Object.values(paths)) {
    for (const { operationId } of Object.values(operations)) {
      assert(!seen.has(operationId), `one operation is called ${operationId}`);
      seen.add(operationId);
    }
  }
}
