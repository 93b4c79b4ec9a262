import { must } from '#kernel/assert.ts';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what a test is about
  readonly body: any;
}

/** What a browser does for sign-in: keeps cookies, and says which page asks. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** `set-cookie` lines of the last answer. */
  setCookies: readonly string[] = [];
  readonly #url: string;
  readonly #headers: Record<string, string>;

  /** `headers` go with every request; a given `origin` in place of the page's own. */
  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = { origin: new URL(url).origin, ...headers };
  }

  get(path: string): Promise<PageAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.send('POST', path, JSON.stringify(body), headers);
  }

  async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<PageAnswer> {
    const answer = await fetch(new URL(path, this.#url), {
      method,
      redirect: 'manual',
      headers: {
        ...this.#headers,
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    this.setCookies = answer.headers.getSetCookie();
    for (const line of this.setCookies) this.#keep(line);
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Signs in with a password; the status tells how it went. */
  signIn(email: string, password: string): Promise<PageAnswer> {
    return this.post('/api/auth/sign-in/email', { email, password });
  }

  /** Undefined: not signed in. */
  async session(): Promise<Record<string, unknown> | undefined> {
    return (await this.get('/api/auth/get-session')).body.session ?? undefined;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute)))
      this.cookies.delete(name);
    else this.cookies.set(must(name, 'a name'), value);
  }
}
