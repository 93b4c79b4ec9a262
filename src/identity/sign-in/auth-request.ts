import type { FastifyRequest } from 'fastify';
import type { AuthEngine } from './auth-engine.ts';
import type { SignInEndpoint } from './sign-in-endpoints.ts';
import { AUTH_PATH, CLIENT_ADDRESS_HEADER } from './sign-in-paths.ts';

/** No other header gets to better-auth. Which pages may ask, we have checked: it would take a program for a browser. */
const PASSED_HEADERS = ['cookie', 'origin'] as const;
const MAX_USER_AGENT_LENGTH = 300;

/** Asks better-auth. Its refusals come as an answer, everything unexpected is thrown. */
export function askEngine(
  engine: AuthEngine,
  request: FastifyRequest,
  question: {
    readonly publicUrl: string;
    readonly endpoint: SignInEndpoint;
    readonly body: unknown;
    /** As `client-address.ts` writes it. */
    readonly clientAddress: string;
  },
): Promise<Response> {
  const { path, hasQuery } = question.endpoint;
  // A path of PUBLIC_URL is the proxy's: it does not reach us.
  const url = new URL(`${AUTH_PATH}${path}`, question.publicUrl);
  if (hasQuery) url.search = request.raw.url?.split('?')[1] ?? '';
  const headers = new Headers();
  for (const name of PASSED_HEADERS) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  headers.set('user-agent', (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT_LENGTH));
  headers.set(CLIENT_ADDRESS_HEADER, question.clientAddress.replace('/64', ''));
  const method = request.method;
  if (method === 'GET') return engine.handler(new Request(url, { method, headers }));
  headers.set('content-type', 'application/json');
  return engine.handler(new Request(url, { method, headers, body: JSON.stringify(question.body ?? {}) }));
}
