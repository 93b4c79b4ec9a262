import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { METERS } from '../meters.ts';
import type { JsonObject, MeteredEndpoint, Provider } from '../provider.ts';
import { SseSplitter } from '../sse.ts';
import { PROVIDERS } from './index.ts';
import { readBody } from './reading.test-data.ts';

/** What every provider promises to the gateway. A new provider adds the smallest body of each of its metered endpoints. */
const SMALLEST_BODIES: Readonly<Record<string, JsonObject>> = {
  'anthropic /v1/messages': {
    model: 'claude-sonnet-5-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'x' }],
  },
  'openai /chat/completions': { model: 'gpt-6.2-sol', messages: [{ role: 'user', content: 'x' }] },
  'openai /responses': { model: 'gpt-6.2-sol', input: 'x' },
  'openai /embeddings': { model: 'text-embedding-3-small', input: 'x' },
  'perplexity /v1/agent': { model: 'perplexity/sonar', input: 'x' },
  'perplexity /v1/responses': { model: 'perplexity/sonar', input: 'x' },
  'perplexity /search': { query: 'x' },
  'tavily /search': { query: 'x' },
  'tavily /extract': { urls: ['https://example.com'] },
  'tavily /map': { url: 'https://example.com' },
  'tavily /crawl': { url: 'https://example.com' },
};

const LIMITS = { maxInputTokens: 200_000, maxOutputTokens: 8_000 };
const HOSTILE: readonly unknown[] = [-1, 0, 1.5, 1e308, 2 ** 63, '100', 'NaN', [], {}, true];
/** Fields that bound a cost, wherever an endpoint knows them. */
const BOUNDING_FIELDS = [
  ...['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_tool_calls', 'n', 'max_steps'],
  ...['max_results', 'limit'],
];
const REFUSED = expect.objectContaining({ code: 'invalid_request', details: { path: expect.any(String) } });

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))('%s', (_, provider) => {
  it('says where it is', () => {
    expect(provider.name).toMatch(/^[a-z]+$/);
    expect(provider.title).not.toBe('');
    expect(provider.connectorType).toMatch(/^[a-z]+\.[a-z0-9_.]+$/);
    expect(provider.mountPath).toMatch(/^(\/[a-z0-9]+)+$/);
    expect(provider.defaultBaseUrl).toMatch(/^https:\/\/.*[^/]$/);
    const places = provider.endpoints.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { path } of provider.endpoints) expect(path).toMatch(/^(\/[a-z0-9_]+)+(\/:id)?$/);
  });

  it('sends the operator key and passes no other credentials on', () => {
    expect(Object.values(provider.authHeaders('secret-1')).join(' ')).toContain('secret-1');
    const passed = [...provider.requestHeaders, ...provider.answerHeaders];
    expect(passed.map((name) => name.toLowerCase())).toEqual(passed);
    for (const name of [
      ...Object.keys(provider.authHeaders('k')),
      'authorization',
      'x-api-key',
      'cookie',
      'host',
    ]) {
      expect(provider.requestHeaders).not.toContain(name.toLowerCase());
    }
    for (const name of ['set-cookie', 'content-length', 'transfer-encoding', 'location']) {
      expect(provider.answerHeaders).not.toContain(name);
    }
  });

  it('writes errors in its own shape, with our code and details, and details cannot replace them', () => {
    const details = { limit_source: 'balance', available_chf: '1.000000000', code: 'forged' };
    const error = new AppError('insufficient_balance', details);
    const body = JSON.stringify(provider.errorBody(error, 'req_1'));
    for (const text of ['insufficient_balance', error.message, '1.000000000']) expect(body).toContain(text);
    expect(body).not.toContain('forged');
    const events = new SseSplitter().push(Buffer.from(provider.errorEvent(error, 'req_1')));
    expect(events).toHaveLength(1);
    expect(JSON.stringify(JSON.parse(must(events[0]?.data, 'data')))).toContain('insufficient_balance');
  });

  describe.each(meteredOf(provider))('%s', (_, endpoint, body) => {
    it('reads the smallest body', () => {
      const request = readBody(endpoint, body);
      expect(request.model).toBe(body.model ?? request.model);
      expect(request.stream).toBe(false);
      expect(request.providerIds).toEqual([]);
    });

    it('refuses a field that it does not know', () => {
      for (const name of ['brand_new_field', 'toString', '', 'x'.repeat(5_000)]) {
        expect(() => readBody(endpoint, { ...body, [name]: 1 })).toThrow(REFUSED);
      }
    });

    it('refuses hostile values of what bounds its cost', () => {
      for (const field of BOUNDING_FIELDS) {
        for (const value of HOSTILE) {
          // `max_results: 0` and the like cost nothing, and a switch or a list is no number either way.
          if (value === 0 && (field === 'max_results' || field === 'limit')) continue;
          expect(() => readBody(endpoint, { ...body, [field]: value }), `${field}: ${String(value)}`).toThrow(
            REFUSED,
          );
        }
      }
      if (body.model !== undefined) {
        for (const model of ['', 7, null, []]) {
          expect(() => readBody(endpoint, { ...body, model })).toThrow(REFUSED);
        }
      }
    });

    it('refuses deep bodies without a stack overflow, and reads wide ones', () => {
      const name = Object.keys(body).at(-1) ?? '';
      let deep: unknown = 'x';
      for (let level = 0; level < 50_000; level++) deep = level % 2 ? [deep] : { text: deep };
      expect(() => endpoint.readRequest({ ...body, [name]: deep }, 100)).toThrow(REFUSED);
      const wide = { ...body, [name]: Array.from({ length: 100_000 }, () => 7) };
      attempt(() => endpoint.readRequest(wide, 300_000));
    });

    it('bounds its input in whole numbers, by the estimate at most as high as by the bytes', () => {
      const request = readBody(endpoint, body);
      const byBytes = request.inputBound(LIMITS, 'bytes');
      const byEstimate = request.inputBound(LIMITS, 'estimate');
      for (const [meter, count] of [...Object.entries(byBytes), ...Object.entries(byEstimate)]) {
        expect(METERS).toContain(meter);
        expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
      }
      for (const meter of METERS) expect(byEstimate[meter] ?? 0).toBeLessThanOrEqual(byBytes[meter] ?? 0);
    });

    it('lowers the output so that it reads its own body as lowered', () => {
      const request = readBody(endpoint, body);
      if (!request.output) return;
      const lowered = must(request.bodyToSend(70), 'a changed body');
      expect(readBody(endpoint, lowered).output?.limit).toBe(70);
      expect(lowered).toMatchObject({
        ...body,
        ...(body.max_tokens === undefined ? {} : { max_tokens: 70 }),
      });
    });

    it('takes an error object for a call that cost nothing, even where the status says 200', () => {
      const reader = endpoint.readAnswer(readBody(endpoint, body));
      reader.json(JSON.stringify(provider.errorBody(new AppError('provider_error'), 'req_1')));
      expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'failed_before_generation' });
    });

    it('reads any answer without throwing, and reports only whole numbers', () => {
      fc.assert(
        fc.property(fc.oneof(fc.json(), fc.string(), answerLike), (text) => {
          const reader = endpoint.readAnswer(readBody(endpoint, body));
          reader.json(text);
          checkReport(reader);
        }),
      );
    });

    it('reads any events without throwing, and reports only whole numbers', () => {
      const event = fc.record({
        type: fc.option(
          fc.constantFrom('message_start', 'message_delta', 'error', 'response.completed', 'x'),
          { nil: undefined },
        ),
        data: fc.option(fc.oneof(fc.json(), fc.string(), answerLike, fc.constant('[DONE]')), {
          nil: undefined,
        }),
      });
      fc.assert(
        fc.property(fc.array(event, { maxLength: 8 }), (events) => {
          const reader = endpoint.readAnswer(readBody(endpoint, body));
          for (const each of events) expect(['pass', 'drop']).toContain(reader.event(each));
          checkReport(reader);
        }),
      );
    });
  });
});

/** Answers with the right names and wrong contents. */
const answerLike = fc
  .record({
    type: fc.constantFrom(
      'message',
      'message_start',
      'message_delta',
      'response.completed',
      'error',
      undefined,
    ),
    usage: usageLike(),
    message: fc.record({ usage: usageLike(), model: fc.anything() }),
    response: fc.record({ usage: usageLike(), output: fc.anything() }),
    choices: fc.anything(),
    output: fc.anything(),
    results: fc.anything(),
    error: fc.anything(),
    model: fc.anything(),
  })
  .map((value) => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)) ?? '');

function usageLike() {
  const count = fc.oneof(fc.nat(), fc.constantFrom(-1, 0.5, 2 ** 60, null, '3', {}, []));
  const fields = [
    ...['input_tokens', 'output_tokens', 'prompt_tokens', 'completion_tokens', 'credits', 'cost'],
    ...[
      'cache_read_input_tokens',
      'cache_creation',
      'iterations',
      'prompt_tokens_details',
      'server_tool_use',
    ],
  ];
  return fc.dictionary(fc.constantFrom(...fields), fc.oneof(count, fc.dictionary(fc.string(), count)));
}

function meteredOf(provider: Provider): [string, MeteredEndpoint, JsonObject][] {
  return provider.endpoints.flatMap((endpoint) => {
    if (endpoint.kind !== 'metered') return [];
    const name = `${provider.name} ${endpoint.path}`;
    return [[endpoint.path, endpoint, must(SMALLEST_BODIES[name], `the smallest body of ${name}`)]];
  });
}

function checkReport(reader: ReturnType<MeteredEndpoint['readAnswer']>): void {
  expect(typeof reader.takeStreamedText()).toBe('string');
  const report = reader.report();
  const quantities =
    report.kind === 'reported' ? report.parts.map((part) => part.quantities) : [report.partial ?? {}];
  for (const count of quantities.flatMap((each) => Object.values(each))) {
    expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
  }
}

/** Runs something that may refuse its input, but only with the right error. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    expect(error).toEqual(REFUSED);
  }
}
