import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

let simulator: Simulator;
let client: Anthropic;

beforeAll(async () => {
  simulator = await startSimulator();
  client = new Anthropic({ baseURL: simulator.baseUrls.anthropic, apiKey: 'sk-ant-test', maxRetries: 0 });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

const model = 'claude-haiku-5-5';
const request = (content: string) => ({
  model,
  max_tokens: 100,
  messages: [{ role: 'user' as const, content }],
});

test('a plain answer and the same as a stream', async () => {
  const answer = await client.messages.create(request('Hello'));
  expect(answer.stop_reason).toBe('end_turn');
  expect(answer.usage.output_tokens).toBe(24);
  const streamed = await client.messages.stream(request('Hello')).finalMessage();
  expect(streamed.content).toEqual(answer.content);
  expect(streamed.usage).toMatchObject({ input_tokens: answer.usage.input_tokens, output_tokens: 24 });
  expect(simulator.ledger.billed.map(({ usageSent }) => usageSent)).toEqual([true, true]);
});

test('the stream: input side first, pings, cumulative usage at the end', async () => {
  const stream = await client.messages.create({ ...request('Hello'), stream: true });
  const events: Anthropic.RawMessageStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  const [start] = events;
  if (start?.type !== 'message_start') throw new Error('no message_start');
  expect(start.message.usage.output_tokens).toBe(1);
  const delta = events.find((event) => event.type === 'message_delta');
  expect(delta?.usage).toMatchObject({ input_tokens: start.message.usage.input_tokens, output_tokens: 24 });
  expect(events.at(-1)?.type).toBe('message_stop');
});

test('max_tokens cuts the answer', async () => {
  const answer = await client.messages.create({ ...request('Hello'), max_tokens: 5 });
  expect([answer.stop_reason, answer.usage.output_tokens]).toEqual(['max_tokens', 5]);
});

test('tools: called when demanded, with input that the SDK assembles', async () => {
  const tools = [{ name: 'get_weather', input_schema: { type: 'object' as const } }];
  const forced = await client.messages.create({
    ...request('Weather?'),
    tools,
    tool_choice: { type: 'any' },
  });
  expect(forced.stop_reason).toBe('tool_use');
  expect(forced.content.at(-1)).toMatchObject({ type: 'tool_use', name: 'get_weather' });
  const asked = '[[sim:{"toolCalls":[{"name":"get_weather","arguments":{"city":"Bern"}}]}]]';
  const streamed = await client.messages.stream({ ...request(asked), tools }).finalMessage();
  expect(streamed.content.at(-1)).toMatchObject({ type: 'tool_use', input: { city: 'Bern' } });
  const next = await client.messages.create({
    ...request(asked),
    tools,
    messages: [
      { role: 'user', content: asked },
      { role: 'assistant', content: streamed.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'rain' }] },
    ],
  });
  expect(next.stop_reason).toBe('end_turn');
});

test('thinking comes first and counts as output', async () => {
  const answer = await client.messages
    .stream({
      ...request('Hello [[sim:{"reasoningTokens":30}]]'),
      thinking: { type: 'enabled', budget_tokens: 64 },
    })
    .finalMessage();
  expect(answer.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  expect(answer.usage.output_tokens).toBe(30 + 24);
  const tooMuch = client.messages.create({
    ...request('x'),
    thinking: { type: 'enabled', budget_tokens: 100 },
  });
  await expect(tooMuch).rejects.toBeInstanceOf(Anthropic.BadRequestError);
});

test('a marked prompt is written to the cache once and then read from it', async () => {
  const system = [
    { type: 'text' as const, text: 'rule '.repeat(500), cache_control: { type: 'ephemeral' as const } },
  ];
  const first = await client.messages.create({ ...request('one'), system });
  const second = await client.messages.create({ ...request('two'), system });
  expect(first.usage.cache_creation_input_tokens).toBeGreaterThan(500);
  expect(first.usage.cache_creation?.ephemeral_5m_input_tokens).toBe(first.usage.cache_creation_input_tokens);
  expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens);
  expect(second.usage.cache_creation_input_tokens).toBe(0);
});

test('web searches: results in the answer, in the usage and on the bill', async () => {
  const usage = { input_tokens: 5400, output_tokens: 700, server_tool_use: { web_search_requests: 3 } };
  const directive = JSON.stringify({ usage, webSearches: 3, model: 'claude-sonnet-5-5' });
  const answer = await client.messages
    .stream({
      ...request(`News? [[sim:${directive}]]`),
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
    })
    .finalMessage();
  expect(answer.content.filter(({ type }) => type === 'web_search_tool_result')).toHaveLength(3);
  expect(answer.usage.server_tool_use?.web_search_requests).toBe(3);
  // (5400 x 2 + 700 x 10) / 1,000,000 + 3 x 0.01
  expect(simulator.ledger.billed[0]?.costUsd).toBe('0.0478');
});

test('count_tokens and models cost nothing', async () => {
  const counted = await client.messages.countTokens({ model, messages: request('Hello').messages });
  expect(counted.input_tokens).toBe((await client.messages.create(request('Hello'))).usage.input_tokens);
  const ids: string[] = [];
  for await (const { id } of client.models.list()) ids.push(id);
  expect(ids).toContain(model);
  expect((await client.models.retrieve(model)).id).toBe(model);
  expect(simulator.ledger.billed).toHaveLength(1);
});

describe('errors are the classes of the SDK', () => {
  const cases = [
    ['rate_limited', Anthropic.RateLimitError],
    ['server_error', Anthropic.InternalServerError],
    ['bad_request', Anthropic.BadRequestError],
  ] as const;
  test.each(cases)('%s', async (fault, errorClass) => {
    await expect(client.messages.create(request(`[[sim:{"fault":"${fault}"}]]`))).rejects.toBeInstanceOf(
      errorClass,
    );
  });

  test('529, and the request id in header and body', async () => {
    const error = await client.messages
      .create(request('[[sim:{"fault":"overloaded"}]]'))
      .catch((reason: unknown) => reason);
    if (!(error instanceof Anthropic.APIError)) throw new Error('no APIError');
    expect([error.status, error.type]).toEqual([529, 'overloaded_error']);
    expect(simulator.ledger.find(error.requestID ?? '')).toHaveLength(1);
  });

  test('an error in a stream that has begun', async () => {
    for (const fault of ['error_first_event', 'error_mid_stream']) {
      const stream = client.messages.stream(request(`[[sim:{"fault":"${fault}","tag":"${fault}"}]]`));
      await expect(stream.finalMessage()).rejects.toMatchObject({ type: 'overloaded_error' });
    }
    expect(simulator.ledger.find('error_first_event')[0]).toMatchObject({ billed: false });
    expect(simulator.ledger.find('error_mid_stream')[0]).toMatchObject({
      billed: true,
      usage: { output_tokens: 12 },
    });
  });

  test('unknown model, wrong key, unknown version, removed parameter', async () => {
    await expect(client.messages.create({ ...request('x'), model: 'claude-none' })).rejects.toMatchObject({
      status: 404,
    });
    const nobody = new Anthropic({ baseURL: simulator.baseUrls.anthropic, apiKey: '', maxRetries: 0 });
    await expect(nobody.messages.create(request('x'))).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
    const headers = { 'anthropic-version': '2020-01-01' };
    await expect(client.messages.create(request('x'), { headers })).rejects.toMatchObject({ status: 400 });
    const removed = { ...request('x'), temperature: 0 };
    await expect(client.messages.create(removed)).rejects.toMatchObject({ status: 400 });
    const old = await client.messages.create(removed, { headers: { 'anthropic-version': '2023-06-01' } });
    expect(old.type).toBe('message');
  });
});
