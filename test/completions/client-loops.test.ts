import { HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const MODELS = ['openai/gpt-5-mini', 'anthropic/claude-sonnet-5', 'perplexity/perplexity/sonar'];
const TOWNS = ['Bern', 'Uri'];
const town = z.object({ town: z.string() });
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

/** The next answer is two calls of the tool at once. */
function callsTwice() {
  const toolCalls = TOWNS.map((name) => ({ name: 'weather', arguments: { town: name } }));
  rappen.simulator.script({ count: 1, directives: { toolCalls } });
}

describe.each(MODELS)("what LangChain's ChatOpenAI sends of itself to %s", (model) => {
  const chat = (more = {}) =>
    new ChatOpenAI({
      ...{ model, apiKey: caller.key, maxRetries: 0, ...more },
      configuration: { baseURL: `${rappen.url}/v1` },
    });

  test('results of tools, with the name of the tool', async () => {
    callsTwice();
    const weather = tool(async (input: z.infer<typeof town>) => `sunny in ${input.town}`, {
      ...{ name: 'weather', description: 'The weather of a town', schema: town },
    });
    const withTools = chat().bindTools([weather]);
    const question = new HumanMessage('Where is it sunny?');
    const asked = await withTools.invoke([question]);
    const results = await Promise.all((asked.tool_calls ?? []).map((call) => weather.invoke(call)));
    expect(results.map(({ name, text }) => [name, text])).toEqual(
      TOWNS.map((name) => ['weather', `sunny in ${name}`]),
    );
    expect((await withTools.invoke([question, asked, ...results])).text).not.toBe('');
    expect(rappen.simulator.ledger.billed).toHaveLength(2);
  });

  test('settings at their default', async () => {
    const answer = await chat({ frequencyPenalty: 0, presencePenalty: 0, n: 1 }).invoke('Good morning');
    expect(answer.text).not.toBe('');
  });
});

describe.each(MODELS)('what the official SDK hands back of an answer, to %s', (model) => {
  const client = () => new OpenAI({ baseURL: `${rappen.url}/v1`, apiKey: caller.key, maxRetries: 0 });
  const question = { role: 'user' as const, content: 'Where is it sunny?' };

  test('an answer that it has parsed', async () => {
    rappen.simulator.script({ count: 1, directives: { text: '{"town":"Bern"}' } });
    const response_format = zodResponseFormat(town, 'town');
    const first = await client().chat.completions.parse({ model, messages: [question], response_format });
    const answer = first.choices[0]?.message;
    expect(answer?.parsed).toEqual({ town: 'Bern' });
    if (!answer) throw new Error('no answer');
    const messages = [question, answer, question];
    const second = await client().chat.completions.create({ model, messages });
    expect(second.choices[0]?.finish_reason).toBe('stop');
  });

  test('calls of tools that it has parsed', async () => {
    callsTwice();
    const tools = [zodFunction({ name: 'weather', parameters: town })];
    const first = await client().chat.completions.parse({ model, messages: [question], tools });
    const answer = first.choices[0]?.message;
    if (!answer) throw new Error('no answer');
    const calls = answer.tool_calls ?? [];
    expect(calls.map((call) => call.type === 'function' && call.function.parsed_arguments)).toEqual(
      TOWNS.map((name) => ({ town: name })),
    );
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' }));
    const messages = [question, answer, ...results];
    const second = await client().chat.completions.create({ model, messages, tools });
    expect(second.choices[0]?.finish_reason).toBe('stop');
  });
});
