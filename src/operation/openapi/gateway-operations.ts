import type { Endpoint, Provider } from '#aicore/provider.ts';
import type { JsonSchema, Operation, Parameter, Response } from './openapi.ts';
import { operationIdOf } from './operation-id.ts';
import { securityFor } from './route-operation.ts';

export type Mounted = Pick<Provider, 'name' | 'title' | 'mountPath'> & {
  readonly endpoints: readonly Pick<Endpoint, 'kind' | 'method' | 'path' | 'example'>[];
};

/** The heading of a provider's endpoints. */
export function gatewayTag({ title }: Pick<Mounted, 'title'>): string {
  return `Gateway: ${title}`;
}

/** What a provider's endpoints look like from outside. Their requests and answers are the provider's own. */
export function gatewayPaths(provider: Mounted): Record<string, Record<string, Operation>> {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const endpoint of provider.endpoints) {
    const path = `${provider.mountPath}${endpoint.path}`.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(provider, endpoint, path) };
  }
  return paths;
}

function operationOf(
  provider: Mounted,
  { kind, method, path: own, example }: Mounted['endpoints'][number],
  path: string,
): Operation {
  const isMetered = kind === 'metered';
  const asked = own.replace(/:(\w+)/g, '{$1}');
  return {
    operationId: operationIdOf(method, path),
    summary: isMetered ? `Calls ${provider.title}: ${asked}` : `Asks ${provider.title}: ${asked}`,
    description: isMetered
      ? `Passed on to ${provider.title} and charged. Request and answer are the provider's, a stream (text/event-stream) where the request asks for one. Errors have the provider's shape.`
      : `Passed on to ${provider.title}; costs nothing. Errors have the provider's shape.`,
    tags: [gatewayTag(provider)],
    security: securityFor('call').slice(0, 2),
    parameters: parametersOf(path, isMetered),
    ...(method === 'POST'
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ANY_OBJECT, ...(example ? { example } : {}) } },
          },
        }
      : {}),
    responses: { 200: isMetered ? METERED_ANSWER : FREE_ANSWER, default: REFUSAL },
    'x-rappen-permission': `resource.aicore.${provider.name}`,
    'x-rappen-scope': 'call',
  };
}

function parametersOf(path: string, isMetered: boolean): Parameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = '']): Parameter => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]+$' },
    }),
  );
  return isMetered ? [...inPath, IDEMPOTENCY_KEY] : inPath;
}

const ANY_OBJECT: JsonSchema = { type: 'object', additionalProperties: true };
const text = (description: string) => ({ description, schema: { type: 'string' } });

const IDEMPOTENCY_KEY: Parameter = {
  name: 'idempotency-key',
  in: 'header',
  required: false,
  description: 'The same key again is not a second call: 409 with the transaction of the first',
  schema: { type: 'string', maxLength: 255 },
};

const FREE_ANSWER: Response = {
  description: "The provider's answer",
  headers: { 'x-request-id': text('Of this request') },
  content: { 'application/json': { schema: ANY_OBJECT } },
};

const METERED_ANSWER: Response = {
  description: "The provider's answer, byte for byte",
  headers: {
    'x-request-id': text('Of this request'),
    'x-rappen-transaction-id': text('Of the booking'),
    'x-rappen-charge-chf': text('What the call cost, in CHF; not where the answer is streamed'),
    'x-rappen-balance-chf': text('What is left, in CHF; not where the answer is streamed'),
    'x-rappen-max-output-tokens': text('The limit of the output, where the balance lowered it'),
  },
  content: {
    'application/json': { schema: ANY_OBJECT },
    'text/event-stream': { schema: { type: 'string' } },
  },
};

const REFUSAL: Response = {
  description:
    "A refusal in the provider's shape, so that its SDK raises its own error; the codes are those of the API",
  content: { 'application/json': { schema: ANY_OBJECT } },
};
