import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

let simulator: Simulator;
let client: OpenAI;

beforeAll(async () => {
  simulator = await startSimulator();
  client = new OpenAI({ baseURL: simulator.baseUrls.openai, apiKey: 'sk-test', maxRetries: 0 });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

const model = 'gpt-6-luna';
const say = (content: string) => [{ role: 'user' as const, content }];

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe('chat completions', () => {
  test('a plain answer is the same for the same request and is billed', async () => {
    const first = await client.chat.completions.create({ model, messages: say('Hello') });
    const second = await client.chat.completions.create({ model, messages: say('Hello') });
    expect(first.choices[0]?.message.content).toBe(second.choices[0]?.message.content);
    expect(first.choices[0]?.finish_reason).toBe('stop');
    expect(first.usage?.completion_tokens).toBe(24);
    expect(first.id).not.toBe(second.id);
    expect(simulator.ledger.billed.map(({ answerId }) => answerId)).toEqual([first.id, second.id]);
    expect(simulator.ledger.find(first._request_id ?? '')).toHaveLength(1);
  });

  test('without include_usage no chunk speaks of usage', async () => {
    const chunks = await collect(
      await client.chat.completions.create({ model, messages: say('Hi'), stream: true }),
    );
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(simulator.ledger.billed[0]?.usageSent).toBe(false);
  });

  test('with include_usage the last chunk has it and all others have null', async () => {
    const chunks = await collect(
      await client.chat.completions.create({
        model,
        messages: say('Hi'),
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage).toEqual(simulator.ledger.billed[0]?.usage);
    expect(simulator.ledger.billed[0]?.usageSent).toBe(true);
  });

  test('n answers are billed n times, and tokens are not more than the limit each', async () => {
    const answer = await client.chat.completions.create({
      model,
      messages: say('Hi'),
      n: 3,
      max_completion_tokens: 7,
    });
    expect(answer.choices.map(({ index, finish_reason }) => [index, finish_reason])).toEqual([
      [0, 'length'],
      [1, 'length'],
      [2, 'length'],
    ]);
    expect(answer.usage?.completion_tokens).toBe(21);
    const chunks = await collect(
      await client.chat.completions.create({ model, messages: say('Hi'), n: 2, max_tokens: 5, stream: true }),
    );
    const text = (index: number) =>
      chunks
        .flatMap(({ choices }) => choices.filter((choice) => choice.index === index))
        .map(({ delta }) => delta.content ?? '')
        .join('');
    expect(text(0)).toBe(text(1));
    expect(text(0).split(' ')).toHaveLength(5);
  });

  test('a demanded tool is called, in JSON and in a stream', async () => {
    const tools: OpenAI.Chat.ChatCompletionTool[] = [
      { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } },
    ];
    const request = {
      model,
      messages: say('Weather? [[sim:{"toolCalls":[{"name":"get_weather","arguments":{"city":"Bern"}}]}]]'),
      tools,
    };
    const answer = await client.chat.completions.create({ ...request, tool_choice: 'required' });
    const call = answer.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === 'function' && call.function).toEqual({
      name: 'get_weather',
      arguments: '{"city":"Bern"}',
    });
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
    const final = await client.chat.completions.stream(request).finalChatCompletion();
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'get_weather', arguments: '{"city":"Bern"}' },
    });
    const named = await client.chat.completions.create({
      model,
      messages: say('Weather?'),
      tools,
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
    });
    expect(named.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather' } });
  });

  test('an exact usage, another model and tier are answered and billed as told', async () => {
    const usage = {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920 },
    };
    const directive = JSON.stringify({
      usage,
      model: 'gpt-6.2-sol-2026-11-17',
      serviceTier: 'flex',
      tag: 'exact',
    });
    const answer = await client.chat.completions.create({ model, messages: say(`Hi [[sim:${directive}]]`) });
    expect(answer.usage).toEqual(usage);
    expect(answer.model).toBe('gpt-6.2-sol-2026-11-17');
    expect(answer.service_tier).toBe('flex');
    // (86 x 2 + 1920 x 0.1 + 300 x 10) / 1,000,000 = 0.003364, halved by the tier.
    expect(simulator.ledger.find('exact')[0]).toMatchObject({ costUsd: '0.001682', requestedModel: model });
  });

  test('input tokens never exceed the bytes of the body', async () => {
    for (const content of ['', 'a', 'ü'.repeat(500), 'word '.repeat(2000)]) {
      const body = JSON.stringify({ model, messages: say(content) });
      const response = await fetch(`${simulator.baseUrls.openai}/chat/completions`, {
        method: 'POST',
        headers: { authorization: 'Bearer k' },
        body,
      });
      const { usage } = (await response.json()) as OpenAI.ChatCompletion;
      expect(usage?.prompt_tokens).toBeLessThanOrEqual(Buffer.byteLength(body));
      expect(usage?.prompt_tokens).toBeGreaterThan(0);
    }
  });
});

describe('responses', () => {
  test('a plain answer, and the same as numbered events', async () => {
    const answer = await client.responses.create({ model, input: 'Hello' });
    expect(answer.status).toBe('completed');
    expect(answer.usage?.output_tokens).toBe(24);
    const events = await collect(await client.responses.create({ model, input: 'Hello', stream: true }));
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    const last = events.at(-1);
    expect(last?.type === 'response.completed' && last.response.output).toMatchObject([
      { content: [{ text: answer.output_text }] },
    ]);
  });

  test('a limit that cuts the answer makes it incomplete', async () => {
    const request = { model, input: 'Hello', max_output_tokens: 16 };
    const answer = await client.responses.create(request);
    expect([answer.status, answer.incomplete_details?.reason]).toEqual(['incomplete', 'max_output_tokens']);
    const events = await collect(await client.responses.create({ ...request, stream: true }));
    expect(events.at(-1)?.type).toBe('response.incomplete');
    await expect(client.responses.create({ ...request, max_output_tokens: 15 })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
  });

  test('web searches are listed and billed on top of the tokens', async () => {
    const usage = { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 };
    const answer = await client.responses.create({
      model,
      input: `News? [[sim:${JSON.stringify({ usage, webSearches: 3 })}]]`,
      tools: [{ type: 'web_search' }],
    });
    expect(answer.output.filter(({ type }) => type === 'web_search_call')).toHaveLength(3);
    // 1000 x 0.1 + 100 x 0.5 per million, and 3 searches of 0.01.
    expect(simulator.ledger.billed[0]?.costUsd).toBe('0.03015');
  });

  test('function calls, reasoning and a failure', async () => {
    const directive = '[[sim:{"toolCalls":[{"name":"f","arguments":{"a":[1,[2]]}}],"reasoningTokens":40}]]';
    const events = await collect(
      await client.responses.create({ model, input: `x ${directive}`, stream: true }),
    );
    const last = events.at(-1);
    if (last?.type !== 'response.completed') throw new Error('not completed');
    expect(last.response.output.map(({ type }) => type)).toEqual(['reasoning', 'function_call']);
    expect(last.response.output[1]).toMatchObject({ name: 'f', arguments: '{"a":[1,[2]]}' });
    expect(last.response.usage?.output_tokens_details.reasoning_tokens).toBe(40);
    expect(last.response.usage?.output_tokens).toBe(64);
    const failed = await client.responses.create({
      model,
      input: 'x [[sim:{"status":"failed","tag":"failed"}]]',
    });
    expect([failed.status, failed.usage]).toEqual(['failed', null]);
    expect(simulator.ledger.find('failed')[0]).toMatchObject({ billed: false, costUsd: '0' });
  });
});

test('embeddings, also as the base64 that the SDK asks for', async () => {
  const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'] });
  expect(answer.data).toHaveLength(2);
  expect(answer.data[0]?.embedding.every((value) => Math.abs(value) <= 0.25)).toBe(true);
  const plain = await client.embeddings.create({
    model: 'text-embedding-3-small',
    input: ['one', 'two'],
    encoding_format: 'float',
  });
  expect(answer.data[0]?.embedding.map(Math.fround)).toEqual(plain.data[0]?.embedding.map(Math.fround));
});

test('models are listed and found, and cost nothing', async () => {
  const listed = await client.models.list();
  expect(listed.data.map(({ id }) => id)).toContain(model);
  expect((await client.models.retrieve(model)).id).toBe(model);
  await expect(client.models.retrieve('gpt-none')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  expect(simulator.ledger.billed).toEqual([]);
});

describe('errors are the classes of the SDK', () => {
  const cases = [
    ['rate_limited', OpenAI.RateLimitError],
    ['server_error', OpenAI.InternalServerError],
    ['overloaded', OpenAI.InternalServerError],
    ['bad_request', OpenAI.BadRequestError],
  ] as const;
  test.each(cases)('%s', async (fault, errorClass) => {
    const request = client.chat.completions.create({
      model,
      messages: say(`x [[sim:{"fault":"${fault}"}]]`),
    });
    await expect(request).rejects.toBeInstanceOf(errorClass);
    expect(simulator.ledger.entries[0]).toMatchObject({ outcome: 'failed', billed: false, fault });
  });

  test('429 says when to come back', async () => {
    const error = await client.chat.completions
      .create({ model, messages: say('x [[sim:{"fault":"rate_limited","retryAfter":7}]]') })
      .catch((reason: unknown) => reason);
    expect(error instanceof OpenAI.RateLimitError && error.headers.get('retry-after')).toBe('7');
  });

  test('unknown model and missing fields', async () => {
    const unknown = client.chat.completions.create({ model: 'gpt-none', messages: say('x') });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    await expect(client.chat.completions.create({ model, messages: [] })).rejects.toMatchObject({
      status: 400,
    });
  });
});
