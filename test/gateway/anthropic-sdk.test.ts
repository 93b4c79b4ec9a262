import Anthropic from '@anthropic-ai/sdk';
import { beforeEach, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
let caller: TestMember;
let client: Anthropic;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
  client = clientOf(caller);
});

const clientOf = ({ key }: TestMember) =>
  new Anthropic({ baseURL: `${rappen.url}/anthropic`, apiKey: key, maxRetries: 0 });
const request = {
  model: 'claude-haiku-5-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

async function expectChargedAsBilled(): Promise<void> {
  await rappen.settled();
  const [entry, ...more] = rappen.simulator.ledger.billed;
  expect(more).toEqual([]);
  const [row] = await rappen.usage(caller.mandateId);
  expect(row?.call?.usageSource).toBe('provider');
  expect(-(row?.amount ?? 0n)).toBe(chargeFor(entry?.costUsd ?? ''));
}

test('a whole answer, with the provider’s own request id where the SDK looks for it', async () => {
  const { data, response, request_id } = await client.messages.create(request).withResponse();
  expect(data.stop_reason).toBe('end_turn');
  expect(request_id).toBe(rappen.simulator.ledger.billed[0]?.requestId);
  expect(response.headers.get('x-rappen-provider-request-id')).toBe(request_id);
  expect(response.headers.get('x-rappen-charge-chf')).toMatch(/^0\.\d{9}$/);
  await expectChargedAsBilled();
});

test('a key as x-api-key and as Bearer is the same key', async () => {
  const bearer = new Anthropic({
    baseURL: `${rappen.url}/anthropic`,
    apiKey: null,
    authToken: caller.key,
    maxRetries: 0,
  });
  expect((await bearer.messages.create(request)).stop_reason).toBe('end_turn');
  await expectChargedAsBilled();
});

test('a stream', async () => {
  const message = await client.messages.stream(request).finalMessage();
  expect(message.usage.output_tokens).toBe(24);
  await expectChargedAsBilled();
});

test('tools in a stream, through the beta interface, whose query is known', async () => {
  const message = await client.beta.messages
    .stream({
      ...request,
      tools: [{ name: 'weather', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any' },
    })
    .finalMessage();
  expect(message.content.at(-1)).toMatchObject({ type: 'tool_use', name: 'weather' });
  await expectChargedAsBilled();
});

test('a caller who aborts in the middle is charged what the provider bills', async () => {
  rappen.simulator.changeSettings({ chunkDelayMs: 5, outputTokens: 60 });
  const stream = client.messages.stream(request);
  stream.on('text', () => stream.abort());
  await expect(stream.finalMessage()).rejects.toThrow(Anthropic.APIUserAbortError);
  await expect.poll(() => rappen.simulator.ledger.billed.length, { timeout: 10_000 }).toBe(1);
  expect(rappen.simulator.ledger.billed[0]).toMatchObject({ outcome: 'answered' });
  await expectChargedAsBilled();
});

test('counting tokens and listing models are free', async () => {
  const { messages, model } = request;
  expect((await client.messages.countTokens({ messages, model })).input_tokens).toBeGreaterThan(0);
  expect((await client.models.list({ limit: 5 })).data.length).toBeGreaterThan(0);
  expect(await rappen.holds(caller.mandateId)).toEqual([]);
});

test('402 with what is there, what it takes and what helps', async () => {
  const poor = clientOf(await rappen.caller({ balance: '0.000001' }));
  const error = await poor.messages.create(request).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Anthropic.APIError);
  expect(error).toMatchObject({
    status: 402,
    error: {
      type: 'error',
      error: {
        type: 'billing_error',
        code: 'insufficient_balance',
        limit_source: 'balance',
        available_chf: '0.000001000',
        required_chf: expect.stringMatching(/^0\.\d{9}$/),
        remedy: expect.stringContaining('Top up'),
      },
    },
  });
});

test('the other refusals are the SDK’s own errors', async () => {
  const wrongKey = new Anthropic({ baseURL: `${rappen.url}/anthropic`, apiKey: 'rpn_wrong', maxRetries: 0 });
  await expect(wrongKey.messages.create(request)).rejects.toThrow(Anthropic.AuthenticationError);
  const viewer = clientOf(await rappen.caller({ role: 'viewer' }));
  await expect(viewer.messages.create(request)).rejects.toThrow(Anthropic.PermissionDeniedError);
  await expect(client.messages.create({ ...request, model: 'claude-none' })).rejects.toThrow(
    Anthropic.NotFoundError,
  );
  await expect(client.messages.create({ ...request, max_tokens: -1 })).rejects.toThrow(
    Anthropic.UnprocessableEntityError,
  );
  rappen.simulator.script({ directives: { fault: 'rate_limited' } });
  await expect(client.messages.create(request)).rejects.toThrow(Anthropic.RateLimitError);
  rappen.simulator.script({ directives: { fault: 'overloaded' } });
  await expect(client.messages.create(request)).rejects.toMatchObject({ status: 529 });
  expect(await rappen.usage(caller.mandateId)).toEqual([]);
});

test('a stream that breaks off ends with an error of the SDK, and is charged by the journal', async () => {
  rappen.simulator.script({ directives: { fault: 'cut_mid_stream' } });
  const error = await client.messages
    .stream(request)
    .finalMessage()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Anthropic.APIError);
  expect(String(error)).toContain('provider_error');
  await rappen.settled();
  expect((await rappen.usage(caller.mandateId))[0]?.call?.usageSource).toBe('journal');
});

test('the recount finds nothing', async () => {
  expect(await rappen.differences()).toEqual([]);
  expect(rappen.simulator.ledger.leaks).toEqual([]);
});
