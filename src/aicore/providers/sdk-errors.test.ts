import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '#kernel/error.ts';
import type { Provider } from '../provider.ts';
import { anthropic } from './anthropic/anthropic.provider.ts';
import { openai } from './openai/openai.provider.ts';
import { plainEvents, typedEvents } from './reading.test-data.ts';

/** The official SDKs raise their own classes for our errors, with what the gateway says in them. */
const DETAILS = { limit_source: 'balance', available_chf: '0.010000000', required_chf: '0.020000000' };

const CLASSES: readonly (readonly [ErrorCode, keyof typeof OpenAI & keyof typeof Anthropic])[] = [
  ['invalid_api_key', 'AuthenticationError'],
  ['provider_not_allowed', 'PermissionDeniedError'],
  ['model_not_found', 'NotFoundError'],
  ['already_done', 'ConflictError'],
  ['invalid_request', 'UnprocessableEntityError'],
  ['rate_limited', 'RateLimitError'],
  ['provider_error', 'InternalServerError'],
  ['insufficient_balance', 'APIError'],
];

describe('the SDK of OpenAI', () => {
  it.each(CLASSES)('raises for %s its %s', async (code, className) => {
    const error = await caught(() => chat(answer(openai, code)));
    expect(error).toBeInstanceOf(OpenAI[className]);
    expect(error).toMatchObject({ code, error: DETAILS });
  });

  it('names the field at fault', async () => {
    const details = { path: 'messages[0].content' };
    const error = await caught(() => chat(answer(openai, 'invalid_request', details)));
    expect(error).toMatchObject({ param: 'messages[0].content', type: 'invalid_request_error' });
  });

  it('raises an error for one inside a stream of a chat completion or a response', async () => {
    const late = new AppError('provider_error', DETAILS);
    const chunk = { id: 'c', choices: [{ index: 0, delta: { content: 'x' } }] };
    const text = plainEvents([chunk], '') + openai.errorEvent(late, 'req_1');
    const fromChat = await caught(async () => {
      for await (const _ of await chat(stream(text), true));
    });
    expect(fromChat).toBeInstanceOf(OpenAI.APIError);
    expect(fromChat).toMatchObject({ code: 'provider_error', error: DETAILS });

    const created = typedEvents([{ type: 'response.created', response: { id: 'resp_1' } }]);
    const client = new OpenAI({
      apiKey: 'k',
      maxRetries: 0,
      fetch: stream(created + openai.errorEvent(late, 'req_1')),
    });
    const fromResponse = await caught(async () => {
      for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
    });
    expect(fromResponse).toBeInstanceOf(OpenAI.APIError);
    expect(fromResponse).toMatchObject({ code: 'provider_error' });
  });

  async function chat(fetch: Fetch, streamed = false) {
    const client = new OpenAI({ apiKey: 'k', maxRetries: 0, fetch });
    const messages = [{ role: 'user' as const, content: 'x' }];
    return (await client.chat.completions.create({
      model: 'm',
      messages,
      stream: streamed,
    })) as AsyncIterable<unknown>;
  }
});

describe('the SDK of Anthropic', () => {
  it.each(CLASSES)('raises for %s its %s', async (code, className) => {
    const error = await caught(() => message(answer(anthropic, code)));
    expect(error).toBeInstanceOf(Anthropic[className]);
    expect(error).toMatchObject({
      error: { type: 'error', error: { code, ...DETAILS }, request_id: 'req_1' },
    });
  });

  it('raises an error for one inside a stream', async () => {
    const text = anthropic.errorEvent(new AppError('provider_timeout', DETAILS), 'req_1');
    const error = await caught(async () => {
      for await (const _ of await message(stream(text), true));
    });
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({
      type: 'timeout_error',
      error: { error: { code: 'provider_timeout', ...DETAILS } },
    });
  });

  async function message(fetch: Fetch, streamed = false) {
    const client = new Anthropic({ apiKey: 'k', maxRetries: 0, fetch });
    const messages = [{ role: 'user' as const, content: 'x' }];
    const body = { model: 'm', max_tokens: 9, messages, stream: streamed };
    return (await client.messages.create(body)) as AsyncIterable<unknown>;
  }
});

type Fetch = () => Promise<Response>;

function answer(provider: Provider, code: ErrorCode, details: Record<string, string> = DETAILS): Fetch {
  const error = new AppError(code, details);
  return async () => Response.json(provider.errorBody(error, 'req_1'), { status: error.status });
}

function stream(text: string): Fetch {
  return async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
}

async function caught(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was raised');
}
