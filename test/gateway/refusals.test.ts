import { beforeEach, describe, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { rawRequest } from '#test/support/raw-request.ts';
import { ALL_FORMATS, WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

const { path: CHAT, body: CHAT_BODY } = WIRE_FORMATS.chat;
const MOUNTS = ['/openai/v1', '/anthropic', '/perplexity', '/tavily'];

/** Nothing reached a provider, nothing was held. */
async function expectNoTrace(): Promise<void> {
  expect(rappen.simulator.ledger.entries).toEqual([]);
  expect(await rappen.holds(caller.mandateId)).toEqual([]);
  expect(await rappen.usage(caller.mandateId)).toEqual([]);
}

/** The code inside whatever shape the provider's errors have. */
function codeIn(body: unknown): unknown {
  const { error, detail, code } = body as Record<string, Record<string, unknown>>;
  return error?.code ?? detail?.code ?? code;
}

describe('addresses', () => {
  const paths = [
    '/',
    '/v1/responses',
    '/v1/embeddings',
    '/chat/completions',
    '/openai/chat/completions',
    '/openai/v1/Chat/Completions',
    '/openai/v1/chat/completions/',
    '/openai/v1//chat/completions',
    '/openai//v1/chat/completions',
    '/openai/v1/../v1/chat/completions',
    '/openai/v1/%2e%2e/v1/chat/completions',
    '/openai/v1/chat%2Fcompletions',
    '/openai/v1/images/generations',
    '/openai/v1/audio/speech',
    '/openai/v1/batches',
    '/openai/v1/files',
    '/openai/v1/models/..',
    '/openai/v1/models/a%2fb',
    '/anthropic/messages',
    '/anthropic/v1/messages/batches',
    '/anthropic/v1/complete',
    '/perplexity/chat/completions',
    '/tavily/research',
    '/tavily/search/extra',
  ];
  test.each(paths)('%s does not exist', async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await rawRequest(
        rappen.url,
        `${method} ${path} HTTP/1.1`,
        caller.key,
        method === 'POST' ? JSON.stringify(CHAT_BODY) : '',
      );
      expect(answer).toMatch(/^HTTP\/1.1 404/);
      expect(answer).toContain('not_found');
    }
    await expectNoTrace();
  });

  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])(
    '%s on an endpoint for POST does not exist',
    async (method) => {
      const answer = await fetch(rappen.url + CHAT, {
        method,
        headers: { authorization: `Bearer ${caller.key}` },
      });
      expect(answer.status).toBe(404);
      await expectNoTrace();
    },
  );

  test('outside the mounts errors are problem+json', async () => {
    const answer = await fetch(`${rappen.url}/nowhere`);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 404,
      code: 'not_found',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  test.each(['/healthz', '/readyz', '/nowhere', '/openai/v1/nowhere', '/%zz'])(
    '%s says that the providers are simulated',
    async (path) => {
      const answer = await fetch(rappen.url + path);
      expect(answer.headers.get('x-rappen-simulated')).toBe('true');
    },
  );

  test('also where there is no HTTP to answer', async () => {
    const answer = await rawRequest(rappen.url, 'nonsense', caller.key, '');
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(answer).toContain('x-rappen-simulated: true');
    expect(answer).toContain('application/problem+json');
  });

  test('a query that is not known is refused', async () => {
    expect((await rappen.post(`${CHAT}?service_tier=priority`, caller.key, CHAT_BODY)).status).toBe(422);
    const list = await fetch(`${rappen.url}/openai/v1/models?base_url=//evil`, {
      headers: { authorization: `Bearer ${caller.key}` },
    });
    expect(list.status).toBe(422);
    await expectNoTrace();
  });
});

describe('keys', () => {
  test.each(MOUNTS)(
    '%s: without a key, with a wrong one, or with two: 401, before the body is read',
    async (mount) => {
      const path = `${mount}${{ '/openai/v1': '/chat/completions', '/anthropic': '/v1/messages' }[mount] ?? '/search'}`;
      const other = await rappen.caller();
      for (const headers of [
        {},
        { authorization: 'Bearer rpn_wrong' },
        { authorization: `Basic ${caller.key}` },
        { authorization: `Bearer ${caller.key.slice(0, -1)}` },
        { 'x-api-key': `${caller.key}x` },
        { authorization: `Bearer ${caller.key}`, 'x-api-key': other.key },
      ] as Record<string, string>[]) {
        const answer = await fetch(rappen.url + path, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: 'not even JSON',
        });
        expect(answer.status).toBe(401);
        expect(codeIn(await answer.json())).toBe('invalid_api_key');
      }
      await expectNoTrace();
    },
  );

  test.each(ALL_FORMATS)('%s: a role that may not call gets 403 and learns which resource', async (name) => {
    const viewer = await rappen.caller({ role: 'viewer' });
    const answer = await rappen.post(WIRE_FORMATS[name].path, viewer.key, WIRE_FORMATS[name].body);
    expect(answer.status).toBe(403);
    const text = await answer.text();
    expect(text).toContain('provider_not_allowed');
    expect(text).toContain(`resource.aicore.${WIRE_FORMATS[name].provider}`);
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });
});

describe('bodies', () => {
  test.each([
    ['no JSON', '{"model":'],
    ['a list', '[]'],
    ['a field twice', '{"model":"gpt-6-luna","messages":[],"max_tokens":1,"max_tokens":100000}'],
    ['too deep', `{"model":"gpt-6-luna","messages":${'['.repeat(500)}${']'.repeat(500)}}`],
    [
      'mass assignment',
      JSON.stringify({ ...CHAT_BODY, mandateId: 'mnd_x', balance: '1000', role: 'system_administrator' }),
    ],
    ['a model that is no text', JSON.stringify({ ...CHAT_BODY, model: { $ne: null } })],
    [
      'a model that is SQL',
      JSON.stringify({ ...CHAT_BODY, model: "x'; drop table billing_transaction; --" }),
    ],
    ...['-1', '0', '1.5', '1e400', '9223372036854775808', '"100"', 'true', '[]'].map(
      (limit): [string, string] => [
        `max_completion_tokens ${limit}`,
        JSON.stringify({ ...CHAT_BODY, max_completion_tokens: 'LIMIT' }).replace('"LIMIT"', limit),
      ],
    ),
    ...[-1, 0, 1.5, 2 ** 63, '2'].map((n): [string, string] => [
      `n ${n}`,
      JSON.stringify({ ...CHAT_BODY, n }),
    ]),
  ])('%s is refused', async (_what, body) => {
    const answer = await rappen.post(CHAT, caller.key, body);
    expect([404, 422]).toContain(answer.status);
    expect(codeIn(await answer.json())).toMatch(/invalid_request|model_not_found/);
    await expectNoTrace();
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
  ])('%s: 415', async (type) => {
    const answer = await rappen.post(CHAT, caller.key, CHAT_BODY, { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(codeIn(await answer.json())).toBe('unsupported_media_type');
    await expectNoTrace();
  });

  test.each([
    ['with a zero byte', 'resp_\0'],
    ['very long', `resp_${'x'.repeat(5_000)}`],
    ['empty of sense', '\ud800'],
  ])('an id at the provider %s is refused', async (_what, id) => {
    const agent = WIRE_FORMATS.agent;
    for (const { path, body } of [WIRE_FORMATS.responses, agent]) {
      const answer = await rappen.post(path, caller.key, { ...body, previous_response_id: id });
      expect([404, 422]).toContain(answer.status);
    }
    await expectNoTrace();
  });

  test('more ids at the provider than a query can ask for are refused', async () => {
    const { path, body } = WIRE_FORMATS.responses;
    const input = Array.from({ length: 70_000 }, (_, index) => ({
      type: 'item_reference',
      id: `msg_${index}`,
    }));
    expect((await rappen.post(path, caller.key, { ...body, input })).status).toBe(422);
    await expectNoTrace();
  });

  test("a count of tokens does not reach another's file", async () => {
    const source = { type: 'file', file_id: 'file_of_another' };
    const answer = await rappen.post('/anthropic/v1/messages/count_tokens', caller.key, {
      model: 'claude-haiku-5-5',
      messages: [{ role: 'user', content: [{ type: 'document', source }] }],
    });
    expect(answer.status).toBe(404);
    expect(rappen.simulator.ledger.counters().calls).toBe(0);
    await expectNoTrace();
  });

  test('a packed body: 415', async () => {
    const answer = await rappen.post(CHAT, caller.key, CHAT_BODY, { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
    await expectNoTrace();
  });

  test('more than 32 MiB: 413, also when the length is not said', async () => {
    const said = await rawRequest(
      rappen.url,
      `POST ${CHAT} HTTP/1.1\r\ncontent-length: 33554433`,
      caller.key,
      '',
    );
    expect(said).toMatch(/^HTTP\/1.1 413/);
    expect(said).toContain('body_too_large');
    const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`;
    const unsaid = await rawRequest(
      rappen.url,
      `POST ${CHAT} HTTP/1.1\r\ntransfer-encoding: chunked`,
      caller.key,
      chunk.repeat(33),
    );
    expect(unsaid).toMatch(/^HTTP\/1.1 413/);
    await expectNoTrace();
  });

  test('more than 100 headers, or 16 KiB of them', async () => {
    const many = Array.from({ length: 120 }, (_, index) => `x-${index}: 1`).join('\r\n');
    expect(await rawRequest(rappen.url, `POST ${CHAT} HTTP/1.1\r\n${many}`, caller.key, '{}')).toMatch(
      /^HTTP\/1.1 422/,
    );
    const long = `x-long: ${'x'.repeat(20_000)}`;
    expect(await rawRequest(rappen.url, `POST ${CHAT} HTTP/1.1\r\n${long}`, caller.key, '{}')).toMatch(
      /^HTTP\/1.1 431/,
    );
    await expectNoTrace();
  });

  test('an idempotency key that is none', async () => {
    const answer = await rappen.post(CHAT, caller.key, CHAT_BODY, { 'idempotency-key': 'x'.repeat(256) });
    expect(answer.status).toBe(422);
    await expectNoTrace();
  });
});

describe('SQL in every place is text', () => {
  const SQL = "'); drop table billing_transaction; --";
  test('headers and fields', async () => {
    const headers = {
      'idempotency-key': SQL.replaceAll(' ', '_'),
      'x-request-id': SQL,
      'x-rappen-mandate': SQL,
    };
    const answer = await rappen.post(
      CHAT,
      caller.key,
      { ...CHAT_BODY, user: SQL, messages: [{ role: 'user', content: SQL }] },
      headers,
    );
    expect(answer.status).toBe(200);
    await answer.text();
    expect(await rappen.usage(caller.mandateId)).toHaveLength(1);
    expect(await rappen.differences()).toEqual([]);
  });
});
