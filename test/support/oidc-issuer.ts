import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, vi } from 'vitest';
import { must } from '#kernel/assert.ts';

/** What the issuer says of somebody, by the name with which he signs in there. */
export interface IssuerAccount {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name?: string;
}

export const CLIENT = { clientId: 'rappen', clientSecret: 'the secret of a client, for tests' };

/** A real OpenID Connect issuer on loopback, which insists on PKCE. */
export class TestIssuer {
  readonly url: string;
  readonly accounts = new Map<string, IssuerAccount>();
  /** Every path that it was asked for. */
  readonly asked: string[] = [];
  readonly #server: Server;

  constructor(url: string, server: Server) {
    this.url = url;
    this.#server = server;
  }

  /** Signs in there as `login` and agrees; answers where the issuer sends the browser back to. */
  async authorise(address: string, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    const visit = async (url: string, body?: URLSearchParams) => {
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body ? { method: 'POST', body } : {}),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    };
    let url = address;
    let body: URLSearchParams | undefined;
    for (let step = 0; step < 12; step++) {
      const answer = await visit(url, body);
      body = undefined;
      const location = answer.headers.get('location');
      if (location !== null) {
        url = new URL(location, url).href;
        if (!url.startsWith(this.url)) return new URL(url);
        continue;
      }
      const prompt = must(/name="prompt" value="(\w+)"/.exec(await answer.text())?.[1], 'the form');
      body = new URLSearchParams({ prompt, login, password: 'any' });
    }
    throw new Error('the issuer goes round in circles');
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** `redirectUri` is what the client has told it. A port of 0 is any. Closed at the end of the file. */
export async function startIssuer(redirectUri: string, port = 0): Promise<TestIssuer> {
  // It warns at length that it is not for production.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  let handle: RequestListener = () => undefined;
  const server = createServer((request, response) => {
    issuer.asked.push(request.url ?? '');
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = must(server.address() as AddressInfo | null, 'the address');
  const issuer = new TestIssuer(`http://127.0.0.1:${address.port}`, server);
  const provider = new Provider(issuer.url, {
    clients: [
      { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context: unknown, login: string) => {
      const account = issuer.accounts.get(login);
      return account && { accountId: login, claims: () => ({ sub: login, ...account }) };
    },
  });
  handle = provider.callback();
  afterAll(() => issuer.close());
  return issuer;
}
