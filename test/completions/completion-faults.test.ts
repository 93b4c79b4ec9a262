import OpenAI from 'openai';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { loggedError } from '#kernel/log.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const logged: string[] = [];
const log = pino({ serializers: { err: loggedError } }, { write: (line) => void logged.push(line) });
const rappen = await startTestRappen({ log, timeouts: { headersMs: 400 } });
const MODELS = ['openai/gpt-5-mini', 'anthropic/claude-sonnet-5', 'perplexity/perplexity/sonar'];
const PROMPT = 'the bride wears green';
let caller: TestMember;

beforeEach(async () => {
  logged.length = 0;
  rappen.simulator.reset();
  caller = await rappen.caller();
});

/** What the official SDK throws. */
async function failure(
  model: string,
  fault: string,
  stream: boolean,
): Promise<InstanceType<typeof OpenAI.APIError>> {
  rappen.simulator.script({ directives: { fault, outputTokens: 12, chunks: 4 } as never });
  const client = new OpenAI({ baseURL: `${rappen.url}/v1`, apiKey: caller.key, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: PROMPT }];
  try {
    const answer = await client.chat.completions.create({ model, messages, stream });
    if (stream) for await (const _ of answer as AsyncIterable<unknown>);
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }
  throw new Error(`${fault} was answered as if it were whole`);
}

describe.each(MODELS)('a fault of the provider of %s', (model) => {
  test.each([
    'reset_before_generation',
    'reset_after_generation',
    'cut_mid_stream',
    'invalid_json',
    'error_first_event',
  ])('%s: an error of the provider, and no prompt in the log', async (fault) => {
    const error = await failure(model, fault, false);
    expect(error).toMatchObject({ status: 502, code: 'provider_error', type: 'server_error' });
    await rappen.settled();
    expect(await rappen.holds(caller.mandateId)).not.toContain('open');
    expect(logged.filter((line) => line.includes(PROMPT))).toEqual([]);
  });

  test.each([false, true])('no answer in time, stream %s', async (stream) => {
    expect(await failure(model, 'hang', stream)).toMatchObject({ status: 504, code: 'provider_timeout' });
    expect(logged.filter((line) => line.includes(PROMPT))).toEqual([]);
  });

  test('what is charged is not said to cost nothing', async () => {
    const error = await failure(model, 'invalid_json', false);
    await rappen.settled();
    expect(await rappen.usage(caller.mandateId)).toHaveLength(1);
    expect(error.message).not.toContain('Nothing was charged');
    expect(await rappen.bookingOf(caller.mandateId, error.headers ?? new Headers())).toBeDefined();
  });
});

describe.each([false, true])('how Perplexity ends an answer, stream %s', (stream) => {
  test('cut short', async () => {
    rappen.simulator.script({ directives: { status: 'incomplete' } });
    const body = { model: MODELS[2], stream, messages: [{ role: 'user', content: PROMPT }] };
    const answer = await rappen.post('/v1/chat/completions', caller.key, body);
    expect(await answer.text()).toMatch(/"finish_reason":"length"/);
  });

  test('taken back: no answer that looks whole', async () => {
    rappen.simulator.script({ directives: { status: 'cancelled' } });
    const body = { model: MODELS[2], stream, messages: [{ role: 'user', content: PROMPT }] };
    const answer = await rappen.post('/v1/chat/completions', caller.key, body);
    expect(answer.status).toBe(stream ? 200 : 502);
    const text = await answer.text();
    expect(text).toContain('"code":"provider_error"');
    expect(text).not.toMatch(/"finish_reason":"|\[DONE\]/);
  });
});
