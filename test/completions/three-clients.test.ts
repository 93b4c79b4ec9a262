import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, isStepCount, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

const MODELS = ['openai/gpt-5-mini', 'anthropic/claude-sonnet-5', 'perplexity/perplexity/sonar'] as const;
const ANSWER = 'The hundredth part of a franc.';
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const WEATHER = {
  name: 'weather',
  description: 'The weather of a town',
  parameters: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
};
const callsWeather = { toolCalls: [{ name: 'weather', arguments: { town: 'Bern' } }] };

/** Every call that was billed is charged, as it was billed, and none else. */
async function expectChargedAsBilled(count: number) {
  await rappen.settled();
  const { billed } = rappen.simulator.ledger;
  expect(billed).toHaveLength(count);
  const rows = await rappen.usage(caller.mandateId);
  expect(rows.map(({ amount }) => -amount).toSorted()).toEqual(
    billed.map(({ costUsd }) => chargeFor(costUsd)).toSorted(),
  );
  expect(rows.every(({ call }) => call?.feature === 'api' && call.apiKeyId === caller.keyId)).toBe(true);
}

describe.each(MODELS)('%s with the official SDK', (model) => {
  const messages = [
    { role: 'system' as const, content: 'Answer briefly.' },
    { role: 'user' as const, content: 'What is a Rappen?' },
  ];
  const client = () => new OpenAI({ baseURL: `${rappen.url}/v1`, apiKey: caller.key, maxRetries: 0 });

  test('a whole answer, with usage and charge', async () => {
    rappen.simulator.script({ directives: { text: ANSWER } });
    const { data, response } = await client().chat.completions.create({ model, messages }).withResponse();
    expect(data).toMatchObject({
      object: 'chat.completion',
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: ANSWER } }],
    });
    expect(data.usage?.total_tokens).toBe(
      (data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0),
    );
    expect(data.usage?.completion_tokens).toBeGreaterThan(0);
    await expectChargedAsBilled(1);
    const booking = await rappen.bookingOf(caller.mandateId, response.headers);
    expect(response.headers.get('x-rappen-charge-chf')).toMatch(/^0\.0\d+$/);
    expect(response.headers.get('x-request-id')).toBe(booking.call?.requestId);
    expect(response.headers.get('x-rappen-simulated')).toBe('true');
  });

  test('a stream, with the usage chunk only if it is asked for', async () => {
    rappen.simulator.script({ directives: { text: ANSWER, chunks: 4 }, count: 2 });
    for (const isAsked of [false, true]) {
      const chunks = [];
      const stream = await client().chat.completions.create({
        ...{ model, messages, stream: true },
        ...(isAsked ? { stream_options: { include_usage: true } } : {}),
      });
      for await (const chunk of stream) chunks.push(chunk);
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(ANSWER);
      expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
      expect(chunks.filter(({ usage }) => usage)).toHaveLength(isAsked ? 1 : 0);
      const finished = chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []);
      expect(finished).toEqual(['stop']);
    }
    await expectChargedAsBilled(2);
  });

  test('tools: the call, its result, and the answer', async () => {
    rappen.simulator.script({ count: 1, directives: callsWeather });
    const tools = [{ type: 'function' as const, function: WEATHER }];
    const first = await client().chat.completions.create({ model, messages, tools });
    const [call] = first.choices[0]?.message.tool_calls ?? [];
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(call).toMatchObject({ type: 'function', function: { name: 'weather' } });
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ town: 'Bern' });
    const answer = first.choices[0]?.message;
    if (!answer || !call) throw new Error('no call');
    const second = await client().chat.completions.create({
      ...{ model, tools },
      messages: [...messages, answer, { role: 'tool', tool_call_id: call.id, content: 'sunny' }],
    });
    expect(second.choices[0]?.finish_reason).toBe('stop');
    await expectChargedAsBilled(2);
  });

  test('tools in a stream', async () => {
    rappen.simulator.script({ count: 1, directives: callsWeather });
    const tools = [{ type: 'function' as const, function: WEATHER }];
    const run = client().chat.completions.stream({ model, messages, tools });
    const { choices } = await run.finalChatCompletion();
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls' });
    const [call] = choices[0]?.message.tool_calls ?? [];
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ town: 'Bern' });
    await expectChargedAsBilled(1);
  });

  test('an image and a schema', async () => {
    const schema = {
      type: 'object',
      properties: { colour: { type: 'string' } },
      required: ['colour'],
      additionalProperties: false,
    };
    rappen.simulator.script({ directives: { text: '{"colour":"red"}' } });
    const image = { type: 'image_url' as const, image_url: { url: PIXEL } };
    const answer = await client().chat.completions.create({
      model,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Which colour?' }, image] }],
      response_format: { type: 'json_schema', json_schema: { name: 'colour', schema, strict: true } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ colour: 'red' });
    await expectChargedAsBilled(1);
  });
});

describe.each(MODELS)("%s with LangChain's ChatOpenAI", (model) => {
  const chat = () =>
    new ChatOpenAI({
      model,
      apiKey: caller.key,
      configuration: { baseURL: `${rappen.url}/v1` },
      maxRetries: 0,
    });
  const messages = [new SystemMessage('Answer briefly.'), new HumanMessage('What is a Rappen?')];

  test('a whole answer, a stream, a tool', async () => {
    rappen.simulator.script({ directives: { text: ANSWER }, count: 2 });
    const whole = await chat().invoke(messages);
    expect(whole.text).toBe(ANSWER);
    expect(whole).toMatchObject({ usage_metadata: { output_tokens: expect.any(Number) } });
    let streamed = '';
    for await (const chunk of await chat().stream(messages)) streamed += chunk.text;
    expect(streamed).toBe(ANSWER);
    rappen.simulator.script({ count: 1, directives: callsWeather });
    const asked = await chat()
      .bindTools([{ type: 'function', function: WEATHER }])
      .invoke(messages);
    expect(asked.tool_calls).toMatchObject([{ name: 'weather', args: { town: 'Bern' } }]);
    await expectChargedAsBilled(3);
  });
});

describe.each(MODELS)("%s with the AI SDK's OpenAI-compatible provider", (id) => {
  const model = () =>
    createOpenAICompatible({
      name: 'rappen',
      baseURL: `${rappen.url}/v1`,
      apiKey: caller.key,
      includeUsage: true,
    })(id);

  test('a whole answer, a stream, a loop of tools', async () => {
    rappen.simulator.script({ directives: { text: ANSWER }, count: 2 });
    const prompt = 'What is a Rappen?';
    const whole = await generateText({ model: model(), prompt, maxRetries: 0 });
    expect(whole.text).toBe(ANSWER);
    const streamed = streamText({ model: model(), prompt, maxRetries: 0 });
    expect(await streamed.text).toBe(ANSWER);
    expect((await streamed.usage).outputTokens).toBeGreaterThan(0);
    rappen.simulator.script({ count: 1, directives: callsWeather });
    const towns: string[] = [];
    const weather = tool({
      inputSchema: z.object({ town: z.string() }),
      execute: async ({ town }) => {
        towns.push(town);
        return 'sunny';
      },
    });
    const looped = await generateText({
      ...{ model: model(), prompt, maxRetries: 0 },
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    expect(towns).toEqual(['Bern']);
    expect(looped.text).not.toBe('');
    await expectChargedAsBilled(4);
  });
});
