import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttpServer } from '#http/http-server.ts';
import { type ApiRoute, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { decorateRequests, mountApi } from '#identity/access/mount-api.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { createContext } from '../../src/context.ts';
import { type ServedApp, serve } from '../../src/serve.ts';

/** What holds for every route of the API, shown with routes that are there for it. */

const rappen = await startTestRappen();

const ROUTES: readonly ApiRoute[] = [
  apiRoute({
    method: 'POST',
    path: '/api/test/echo',
    summary: 'Says it again',
    tag: 'Test',
    permission: 'signed_in',
    query: z.strictObject({ colour: z.string().max(20).optional() }),
    body: z.strictObject({ note: z.string().max(300_000), deep: z.json().optional() }),
    answer: z.object({ characters: z.int() }),
    handle: async ({ body }) => ({ characters: body.note.length }),
  }),
  apiRoute({
    method: 'GET',
    path: '/api/test/slip',
    summary: 'Answers what its schema does not know',
    tag: 'Test',
    permission: 'signed_in',
    answer: z.object({ name: z.string() }),
    handle: async () => ({ name: 'Anna', passwordHash: 'scrypt-secret' }),
  }),
  apiRoute({
    method: 'GET',
    path: '/api/test/mine',
    summary: 'Belongs to a mandate',
    tag: 'Test',
    permission: 'resource.billing.own',
    answer: z.object({}),
    handle: async () => ({}),
  }),
  apiStream({
    method: 'GET',
    path: '/api/test/events',
    summary: 'Tells something now and then',
    tag: 'Test',
    permission: 'signed_in',
    produces: ['text/event-stream'],
    handle: async ({ signal }) => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: ticks(signal),
    }),
  }),
  apiStream({
    method: 'GET',
    path: '/api/test/deaf',
    summary: 'Does not hear that it should end',
    tag: 'Test',
    permission: 'signed_in',
    produces: ['text/event-stream'],
    handle: async () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: ticks(new AbortController().signal),
    }),
  }),
];

let running = 0;

async function* ticks(signal: AbortSignal): AsyncGenerator<Buffer> {
  running++;
  try {
    yield Buffer.from('event: hello\ndata: {}\n\n');
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield Buffer.from(': still there\n\n');
    }
    yield Buffer.from('event: bye\ndata: {}\n\n');
  } finally {
    running--;
  }
}

interface Started {
  readonly served: ServedApp;
  readonly api: ApiClient;
  readonly key: string;
}

/** A second process, as it were, with these routes. */
async function start(): Promise<Started> {
  const context = createContext({
    databaseUrl: rappen.database.appUrl,
    targets: [],
    isSimulated: false,
    defaultMarkupPpm: 0,
    log: rappen.context.log,
    sessionSecret: 'a secret for tests, and for nothing else',
    sendMail: async () => undefined,
  });
  const app = createHttpServer(context);
  decorateRequests(app);
  mountApi(app, context, ROUTES);
  const served = await serve(context, { host: '127.0.0.1', port: 0 }, app);
  afterAll(() => context.close());
  const { key } = await rappen.caller();
  return { served, key, api: new ApiClient(served.url, { authorization: `Bearer ${key}` }) };
}

let started: Started;
beforeAll(async () => {
  started = await start();
});
afterAll(() => started.served.stop(0));

test('bodies up to 256 KiB, and not a byte more', async () => {
  const bodyOf = (bytes: number) => `{"note":"${'x'.repeat(bytes - 11)}"}`;
  const most = 256 * 1024;
  expect((await started.api.post('/api/test/echo', bodyOf(most))).body).toEqual({ characters: most - 11 });
  const { status, body, headers } = await started.api.post('/api/test/echo', bodyOf(most + 1));
  expect({ status, code: body.code }).toEqual({ status: 413, code: 'body_too_large' });
  expect(headers.get('content-type')).toBe('application/problem+json');
});

test.each([
  ['nested too deep', `{"note":"x","deep":${'['.repeat(101)}${']'.repeat(101)}}`, 422],
  ['a field twice', '{"note":"x","note":"y"}', 422],
  ['a field twice, written in two ways', '{"note":"x","n\\u006fte":"y"}', 422],
  ['a field twice, deep inside', '{"note":"x","deep":[{"a":1,"a":2}]}', 422],
  ['a field that is not known', '{"note":"x","role":"system_administrator"}', 422],
  ['a prototype', '{"note":"x","__proto__":{"isOperator":true}}', 422],
  ['a list', '[]', 422],
  ['nothing', '', 422],
  ['half of it', '{"note":', 422],
  ['no text', '{"note":{"$ne":null}}', 422],
  ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('latin1'), 422],
])('a body with %s is refused', async (_name, text, status) => {
  const answer = await started.api.send('POST', '/api/test/echo', text, {
    'content-type': 'application/json',
  });
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ code: 'invalid_request', path: expect.stringMatching(/^body/) });
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
])('a body that is %s is refused', async (type) => {
  const answer = await started.api.send('POST', '/api/test/echo', '{"note":"x"}', { 'content-type': type });
  expect({ status: answer.status, code: answer.body.code }).toEqual({
    status: 415,
    code: 'unsupported_media_type',
  });
});

test.each([
  ['twice', '?colour=red&colour=blue', 'query.colour'],
  ['unknown', '?__proto__=1', 'query.__proto__'],
  ['too long', `?colour=${'x'.repeat(21)}`, 'query.colour'],
  ['as a list', '?colour[]=red', 'query.colour[]'],
])('a query field %s is refused', async (_name, search, path) => {
  const answer = await started.api.post(`/api/test/echo${search}`, { note: 'x' });
  expect(answer.body).toMatchObject({ status: 422, code: 'invalid_request', path });
});

test('the mandate may be named once, or by query and header alike', async () => {
  const { key, mandateId } = await rappen.caller();
  const { body: own } = await new ApiClient(started.served.url, { 'x-api-key': key }).get(
    `/api/test/mine?mandate=${mandateId}`,
    { 'x-rappen-mandate': mandateId },
  );
  expect(own).toMatchObject({ code: 'scope_missing' });
  const twice = await started.api.get(`/api/test/mine?mandate=${mandateId}&mandate=${mandateId}`);
  expect(twice.body).toMatchObject({ code: 'invalid_request', path: 'query.mandate' });
});

test('a percent sign, a null byte and a lone surrogate in a query are text', async () => {
  for (const text of ['%25', '%00', '%ED%A0%80', '%27%20OR%201=1', '%F0%9F%A6%86']) {
    expect((await started.api.post(`/api/test/echo?colour=${text}`, { note: 'x' })).status, text).toBe(200);
  }
});

test('a field that the schema of the answer does not name is not sent', async () => {
  const { status, body } = await started.api.get('/api/test/slip');
  expect({ status, body }).toEqual({ status: 200, body: { name: 'Anna' } });
});

test('script that comes back in an error is data: no browser runs it', async () => {
  const script = '<script>alert(1)</script>';
  const refused = [
    await started.api.get(`/api/test/slip?${encodeURIComponent(script)}=1`),
    await started.api.post('/api/test/echo', { note: 'x', [script]: 1 }),
    await started.api.get(`/${encodeURIComponent(script)}`),
  ];
  for (const { status, headers, body } of refused) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({ status });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  }
  expect(refused[0]?.body.path).toBe(`query.${script}`);
});

test('who calls is checked before the body is read', async () => {
  const { port } = new URL(started.served.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
      socket.destroy();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    // The body is announced and never sent.
    socket.write(
      'POST /api/test/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n',
    );
  });
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test('a stream ends with its reader, and nothing runs on', async () => {
  const left = new AbortController();
  const answer = await fetch(`${started.served.url}/api/test/events`, {
    headers: { authorization: `Bearer ${started.key}` },
    signal: left.signal,
  });
  await answer.body?.getReader().read();
  expect(running).toBe(1);
  left.abort();
  await expect.poll(() => running).toBe(0);
});

test('stopping ends open streams well, and does not wait for one that does not hear', async () => {
  const { served, key } = await start();
  const open = async (path: string) => {
    const answer = await fetch(served.url + path, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    return answer;
  };
  const streams = await Promise.all([open('/api/test/events'), open('/api/test/events')]);
  const deaf = await open('/api/test/deaf');
  const texts = Promise.all(streams.map((answer) => answer.text()));
  const cut = deaf.text().then(
    () => 'whole',
    () => 'cut',
  );
  // Calls that run may take so long; there are none.
  await served.stop(600_000);
  for (const text of await texts) expect(text).toMatch(/event: bye\ndata: {}\n\n$/);
  expect(await cut).toBe('cut');
  await expect(fetch(served.url)).rejects.toThrow();
});
