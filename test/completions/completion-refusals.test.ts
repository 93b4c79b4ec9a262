import OpenAI from 'openai';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const PATIENT = { timeout: 20_000 };
let caller: TestMember;
const MODEL = 'anthropic/claude-sonnet-5';
const BODY = { model: MODEL, messages: [{ role: 'user', content: 'Hello' }] };

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

const client = (key = caller.key) => new OpenAI({ baseURL: `${rappen.url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (more: object = {}, key = caller.key) =>
  client(key).chat.completions.create({ ...BODY, ...more } as OpenAI.ChatCompletionCreateParamsNonStreaming);

describe("a refusal raises the SDK's own error, and nothing is sent", () => {
  test.each([
    ['a field that nobody knows', { colour: 'red' }, OpenAI.UnprocessableEntityError, 'colour'],
    [
      'an address of an image',
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://127.0.0.1/x.png' } }] },
        ],
      },
      OpenAI.UnprocessableEntityError,
      'messages[0].content[0].image_url.url',
    ],
    [
      'a kind of file that it does not read',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'file', file: { file_data: 'data:application/zip;base64,UEsDBA==' } }],
          },
        ],
      },
      OpenAI.UnprocessableEntityError,
      undefined,
    ],
    [
      'a schema that is none',
      { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { anyOf: {} } } } },
      OpenAI.UnprocessableEntityError,
      'body',
    ],
    [
      'more parts than anybody reads: to say what is wrong with each would hold up the process',
      { messages: [{ role: 'user', content: Array(50_001).fill({ type: 'x' }) }] },
      OpenAI.UnprocessableEntityError,
      'body',
    ],
    ['several answers', { n: 2 }, OpenAI.UnprocessableEntityError, 'n'],
    ['what the provider does not offer', { seed: 1 }, OpenAI.UnprocessableEntityError, 'seed'],
    [
      'a result that nobody asked for',
      { messages: [{ role: 'tool', tool_call_id: 'x', content: 'y' }] },
      OpenAI.UnprocessableEntityError,
      'messages[0].tool_call_id',
    ],
    ['a model without a provider', { model: 'gpt-5-mini' }, OpenAI.UnprocessableEntityError, 'model'],
    ['no model of that name', { model: 'openai/gpt-0' }, OpenAI.NotFoundError, undefined],
    ['a provider that does not chat', { model: 'tavily/search' }, OpenAI.UnprocessableEntityError, 'model'],
  ] as const)('%s', async (_name, more, errorClass, path) => {
    const error = await ask(more).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(errorClass);
    if (path !== undefined) expect(error).toMatchObject({ param: path });
    expect(rappen.simulator.ledger.entries).toEqual([]);
    expect(await rappen.holds(caller.mandateId)).toEqual([]);
  });

  test('a wrong key, no right to the provider, no money', async () => {
    await expect(ask({}, 'rpn_wrong')).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const viewer = await rappen.caller({ role: 'viewer' });
    await expect(ask({}, viewer.key)).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
    const poor = await rappen.caller({ balance: '0' });
    await expect(ask({}, poor.key)).rejects.toMatchObject({ status: 402, code: 'insufficient_balance' });
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });

  test.each(['/v1/embeddings', '/v1/chat', '/v1/completions'])('%s does not exist', async (path) => {
    const answer = await rappen.post(path, caller.key, BODY);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});

test('what the format of another provider does not take is not said to be in a field that nobody has written', async () => {
  const file = { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0xLjQK' };
  const messages = [{ role: 'user', content: [{ type: 'file', file }] }];
  await expect(ask({ model: 'perplexity/perplexity/sonar', messages })).rejects.toMatchObject({
    ...{ status: 422, code: 'invalid_request', param: null },
    message: expect.stringContaining('As perplexity is asked: input[0].content[0].type'),
  });
});

test('the same key again is not sent again', async () => {
  const headers = { 'idempotency-key': 'once' };
  const first = await rappen.post('/v1/chat/completions', caller.key, BODY, headers);
  await first.text();
  expect(first.status).toBe(200);
  const again = await rappen.post('/v1/chat/completions', caller.key, BODY, headers);
  expect(again.status).toBe(409);
  expect(again.headers.get('x-rappen-transaction-id')).toBe(first.headers.get('x-rappen-transaction-id'));
  expect(rappen.simulator.ledger.billed).toHaveLength(1);
});

test("the provider's refusals come with their status, and cost nothing", async () => {
  rappen.simulator.script({ count: 1, directives: { fault: 'rate_limited', retryAfter: 7 } });
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect((error as { headers: Headers }).headers.get('retry-after')).toBe('7');
  rappen.simulator.script({ count: 1, directives: { fault: 'server_error' } });
  await expect(ask()).rejects.toBeInstanceOf(OpenAI.InternalServerError);
  await rappen.settled();
  expect(await rappen.usage(caller.mandateId)).toEqual([]);
});

test('a stream that breaks off ends with an error', async () => {
  rappen.simulator.script({ directives: { fault: 'error_mid_stream', outputTokens: 50, chunks: 10 } });
  const stream = await client().chat.completions.create({
    ...{ model: MODEL, stream: true },
    messages: [{ role: 'user', content: 'Hello' }],
  });
  let text = '';
  await expect(async () => {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  }).rejects.toBeInstanceOf(OpenAI.APIError);
  expect(text).not.toBe('');
});

test('who leaves in the midst is charged what the provider bills, once', async () => {
  rappen.simulator.script({ directives: { outputTokens: 200, chunks: 20, chunkDelayMs: 40 } });
  const stream = await client().chat.completions.create({
    ...{ model: MODEL, stream: true },
    messages: [{ role: 'user', content: 'Hello' }],
  });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  await expect.poll(() => rappen.simulator.ledger.billed.length, PATIENT).toBe(1);
  await rappen.settled();
  const [row, ...more] = await rappen.usage(caller.mandateId);
  expect(more).toEqual([]);
  expect(-(row?.amount ?? 0n)).toBe(chargeFor(rappen.simulator.ledger.billed[0]?.costUsd ?? ''));
});

test('a small balance lowers the output, and says so', async () => {
  const poor = await rappen.caller({ balance: '0.02' });
  const answer = await rappen.post('/v1/chat/completions', poor.key, { ...BODY, max_tokens: 8_000 });
  expect(answer.status).toBe(200);
  expect(Number(answer.headers.get('x-rappen-max-output-tokens'))).toBeGreaterThan(0);
  await answer.text();
});

test.each([
  [MODEL, { temperature: 2 }, 'temperature'],
  ['openai/gpt-5-mini', { reasoning_effort: 'none', top_p: 0.5 }, 'reasoning, topP'],
])('what %s does not take, or takes otherwise, is named once: %j', async (model, more, named) => {
  for (const stream of [false, true]) {
    const answer = await rappen.post('/v1/chat/completions', caller.key, { ...BODY, model, stream, ...more });
    await answer.text();
    expect(answer.headers.get('x-rappen-ignored')).toBe(named);
  }
});

describe('the list of models', () => {
  test('is what this key may use', async () => {
    const ids: string[] = [];
    for await (const { id } of client().models.list()) ids.push(id);
    expect(ids).toContain(MODEL);
    expect(ids).toContain('perplexity/perplexity/sonar');
    expect(ids.some((id) => id.startsWith('tavily/') || id.includes('embedding'))).toBe(false);
    expect((await client().models.retrieve(MODEL)).owned_by).toBe('anthropic');
    await expect(client().models.retrieve('openai/gpt-0')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const viewer = await rappen.caller({ role: 'viewer' });
    const none = await client(viewer.key).models.list();
    expect(none.data).toEqual([]);
  });

  test('is not shown to a key that may not call', async () => {
    const { db } = rappen.context.database;
    const { mandateId, userId } = caller;
    const { key } = await createApiKey(db, { mandateId, userId, name: 'reads', scopes: ['billing:read'] });
    for (const refused of [client(key).models.list(), client(key).models.retrieve(MODEL)])
      await expect(refused).rejects.toMatchObject({ status: 403, code: 'scope_missing' });
  });
});
