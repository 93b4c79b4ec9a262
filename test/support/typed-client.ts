import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { must } from '#kernel/assert.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import type { OpenApiDocument } from './openapi-document.ts';

export type TypedClient = Client<paths>;

/** What was called, and which answers were not as described. */
export class Walk {
  readonly called = new Set<string>();
  readonly faults: string[] = [];
  readonly #url: string;
  readonly #openapi: OpenApiDocument;

  constructor(url: string, openapi: OpenApiDocument) {
    this.#url = url;
    this.#openapi = openapi;
  }

  /** A client with the types of our description, whose every answer is held against it. */
  client(headers: Record<string, string>): TypedClient {
    const client = createClient<paths>({ baseUrl: this.#url, headers });
    client.use(this.#watch());
    return client;
  }

  #watch(): Middleware {
    return {
      onResponse: async ({ request, response, schemaPath }) => {
        const operation = must(
          this.#openapi.operations.find(
            ({ path, method }) => path === schemaPath && method === request.method,
          ),
          `${request.method} ${schemaPath}`,
        );
        this.called.add(`${operation.method} ${operation.path}`);
        const type = response.headers.get('content-type') ?? '';
        const isJson = type.includes('json');
        const body = isJson ? await response.clone().json() : '';
        for (const fault of this.#openapi.faultsOf(operation, response.status, type, body)) {
          this.faults.push(`${operation.id}: ${fault}: ${JSON.stringify(body)}`);
        }
        return undefined;
      },
    };
  }
}

/** The answer of a call that must succeed. */
export async function done<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`);
  return data as T;
}
