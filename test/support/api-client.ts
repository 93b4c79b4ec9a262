import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import type { Scope } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import type { Role } from '#identity/permissions.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { addMember } from './mandate-factory.ts';
import type { TestRappen } from './rappen.ts';

const ALL: readonly Scope[] = ['call', 'billing:read', 'billing:write', 'admin'];
const READING: readonly Scope[] = ['call', 'billing:read'];

/** What a key of the role can have at most. */
export function scopesFor(role: Role): readonly Scope[] {
  return role === 'user' || role === 'viewer' ? READING : ALL;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what a test is about
  readonly body: any;
}

/** Calls the API with one key: `api.get('/api/me')`. A body that is not JSON comes as text, an endless one not at all. */
export class ApiClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('GET', path, undefined, headers);
  }

  /** A file. */
  async bytes(path: string): Promise<{ status: number; headers: Headers; content: Buffer }> {
    const answer = await fetch(this.#url + path, { headers: this.#headers });
    return {
      status: answer.status,
      headers: answer.headers,
      content: Buffer.from(await answer.arrayBuffer()),
    };
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('POST', path, body, headers);
  }

  /** A stream, read until the signal is aborted. */
  open(path: string, signal: AbortSignal): Promise<Response> {
    return fetch(this.#url + path, { headers: this.#headers, signal });
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (isEndless) await answer.body?.cancel();
    const text = isEndless ? '' : await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }
}

/** A client with a key of this member, with all scopes that the role can have. */
export async function apiOf(
  rappen: TestRappen,
  member: { readonly mandateId: MandateId; readonly userId: UserId },
  scopes: readonly Scope[],
): Promise<ApiClient> {
  const { db } = rappen.context.database;
  const { key } = await createApiKey(db, { ...member, name: 'api', scopes });
  return new ApiClient(rappen.url, { authorization: `Bearer ${key}` });
}

/** A system administrator's key with every scope. */
export async function operatorKey({ context }: TestRappen): Promise<string> {
  const { db } = context.database;
  const { userId } = await addMember(db, ROOT_MANDATE_ID, 'system_administrator');
  return (await createApiKey(db, { mandateId: ROOT_MANDATE_ID, userId, name: 'operator', scopes: ALL })).key;
}

/** The operator's client: a system administrator's key with every scope, unless told otherwise. */
export async function operatorApi(rappen: TestRappen, scopes: readonly Scope[] = ALL): Promise<ApiClient> {
  const { db } = rappen.context.database;
  const { userId } = await addMember(db, ROOT_MANDATE_ID, 'system_administrator');
  return apiOf(rappen, { mandateId: ROOT_MANDATE_ID, userId }, scopes);
}
