import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#kernel/log.ts';
import { writeAnswer } from './http-answer.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { securityHeaders } from './security-headers.ts';

const ended: { status: number; method: string; route: string | undefined }[] = [];
const server: HttpServer = createHttpServer({
  log: silentLog,
  headers: { ...securityHeaders('https://rappen.example'), 'x-standing': 'there' },
  timeouts: { requestMs: 600, headersMs: 300, checkMs: 50 },
  onEnd: ({ method, routeOptions }, status) => ended.push({ method, status, route: routeOptions.url }),
});
let url: string;
let port: number;

beforeAll(async () => {
  server.get('/plain', (_request, reply) => reply.send({ ok: true }));
  server.get('/own', (_request, reply) => {
    reply.hijack();
    const headers = { 'content-security-policy': "default-src 'self'", 'x-own': '1' };
    void writeAnswer(reply.raw, { status: 201, headers, body: Buffer.from('own') });
  });
  server.get('/of/:name', (_request, reply) => reply.send({ ok: true }));
  server.post('/slow', (_request, reply) => reply.send({ ok: true }));
  server.get('/never', (_request, reply) => {
    reply.hijack();
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = server.server.address() as { port: number });
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  // After an aborted request, fetch keeps a connection on which nothing has been asked yet.
  server.server.closeAllConnections();
  await server.close();
});

/** All that the server says to these bytes. */
function say(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(text);
  });
}

const EVERYWHERE = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'strict-transport-security',
];

test.each(['/plain', '/own', '/nothing-here', '/%zz', `/${'x'.repeat(9_000)}`])(
  'the answer to %.30s has the security headers',
  async (path) => {
    const answer = await fetch(url + path);
    await answer.text();
    const { headers } = answer;
    for (const name of EVERYWHERE) expect(headers.get(name), name).toBeTruthy();
    expect(headers.get('x-standing')).toBe('there');
    expect(headers.get('content-security-policy')).toMatch(
      path === '/own' ? /^default-src 'self'$/ : /default-src 'none'; frame-ancestors 'none'/,
    );
  },
);

test('what is no HTTP gets them too', async () => {
  const answer = await say('nonsense\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  for (const name of EVERYWHERE) expect(answer.toLowerCase()).toContain(`${name}: `);
});

test.each([
  [256, 200],
  [257, 404],
])('a parameter of %i characters in a path: %i', async (characters, status) => {
  const answer = await fetch(`${url}/of/${'x'.repeat(characters)}`);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject(status === 404 ? { code: 'not_found' } : { ok: true });
});

test('browsers are told to insist on https only behind https', () => {
  expect(securityHeaders('http://rappen.example')).not.toHaveProperty('strict-transport-security');
  expect(securityHeaders(undefined)).not.toHaveProperty('strict-transport-security');
});

test.each([
  [
    'an address of 9,000 characters',
    `GET /plain?q=${'x'.repeat(9_000)} HTTP/1.1\r\nhost: x\r\n`,
    414,
    'uri_too_long',
  ],
  [
    'an address of 20,000 characters',
    `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n`,
    431,
    'invalid_request',
  ],
  [
    'a header of 20,000 characters',
    `GET /plain HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n`,
    431,
    'invalid_request',
  ],
  [
    '101 headers',
    `GET /plain HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${'a: b\r\n'.repeat(99)}`,
    422,
    'invalid_request',
  ],
  ['half a percent sign', 'GET /%zz HTTP/1.1\r\nhost: x\r\n', 422, 'invalid_request'],
  [
    'two lengths',
    'POST /plain HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n',
    400,
    'invalid_request',
  ],
  [
    'a length and chunks',
    'POST /plain HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n',
    400,
    'invalid_request',
  ],
])('%s: problem+json', async (_name, head, status, code) => {
  const answer = await say(head.includes('connection:') ? `${head}\r\n` : `${head}connection: close\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toContain('content-type: application/problem+json');
  const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
  expect(body).toMatchObject({ status, code, requestId: expect.stringMatching(/^req_/) });
});

test.each([
  ['its head', 'GET /plain HTTP/1.1\r\nhost: x\r\n'],
  [
    'its body',
    'POST /slow HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  ],
])('a request that takes too long over %s is ended', async (_name, bytes) => {
  const answer = await say(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('content-type: application/problem+json');
});

test('every request is told of when it ends, also one whose caller has left', async () => {
  ended.length = 0;
  await (await fetch(`${url}/plain`)).text();
  await (await fetch(`${url}/nothing-here`, { method: 'DELETE' })).text();
  const left = new AbortController();
  const answer = fetch(`${url}/never`, { signal: left.signal });
  setTimeout(() => left.abort(), 50);
  await expect(answer).rejects.toThrow();
  await expect
    .poll(() => ended)
    .toEqual([
      { method: 'GET', status: 200, route: '/plain' },
      { method: 'DELETE', status: 404, route: undefined },
      { method: 'GET', status: 499, route: '/never' },
    ]);
});
