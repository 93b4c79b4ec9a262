import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { AppError } from '#kernel/error.ts';
import type { JsonObject, MeteredEndpoint } from '../../provider.ts';
import { perplexity } from './perplexity.provider.ts';

function endpoint(path: string): MeteredEndpoint {
  const found = perplexity.endpoints.find((one) => one.path === path);
  return must(found?.kind === 'metered' ? found : undefined, path);
}

const agent = endpoint('/v1/agent');
const limits = { maxInputTokens: 128_000, maxOutputTokens: 8000 };
const simple = { model: 'perplexity/sonar', input: 'Grüezi' };
const read = (body: JsonObject) => agent.readRequest(body, 100);

function readerOf(path = '/v1/agent') {
  const body = path === '/search' ? { query: 'x' } : simple;
  return endpoint(path).readAnswer(endpoint(path).readRequest(body, 100));
}

function reportOf(answer: unknown) {
  const reader = readerOf();
  reader.json(typeof answer === 'string' ? answer : JSON.stringify(answer));
  return reader.report();
}

function refusedPath(path: string, body: JsonObject): string | undefined {
  try {
    endpoint(path).readRequest(body, 100);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') return String(error.details.path);
    throw error;
  }
}

describe('requests', () => {
  it('goes to the agent by the alias too', () => {
    expect(endpoint('/v1/responses').upstreamPath).toBe('/v1/agent');
  });

  it('is bounded by its bytes where everything is in the body', () => {
    expect(read(simple).inputBound(limits, 'bytes')).toEqual({ cache_write_5m_tokens: 4196 });
    expect(read(simple).output).toEqual({
      limit: undefined,
      choices: 1,
      minimum: 64,
      meter: 'output_tokens',
    });
    expect(read({ ...simple, max_output_tokens: 10 }).output?.minimum).toBe(10);
  });

  it('is bounded by steps x context window x every tool where the provider runs tools', () => {
    const tools = [
      { type: 'web_search' },
      { type: 'finance_search' },
      { type: 'function', name: 'f', parameters: {} },
    ];
    const request = read({ ...simple, tools, max_steps: 3 });
    expect(request.inputBound(limits, 'bytes')).toEqual({
      cache_write_5m_tokens: 384_000,
      web_searches: 3,
      finance_searches: 3,
    });
    expect(request.output?.choices).toBe(3);
    expect(request.bodyToSend(undefined)).toBeUndefined();
    expect(read({ ...simple, tools }).bodyToSend(undefined)).toEqual({ ...simple, tools, max_steps: 5 });
  });

  it('is bounded by the context window for images and earlier turns', () => {
    const image = {
      role: 'user',
      content: [{ type: 'input_image', image_url: 'https://example.com/a.png' }],
    };
    for (const change of [{ input: [image] }, { previous_response_id: 'resp_1' }]) {
      expect(read({ ...simple, ...change }).inputBound(limits, 'bytes').cache_write_5m_tokens).toBe(128_000);
    }
    expect(read({ ...simple, previous_response_id: 'resp_1' }).providerIds).toEqual(['resp_1']);
  });

  it('lowers the output, and leaves the bytes where nothing changes', () => {
    const request = read({ ...simple, max_output_tokens: 500, stream: true });
    expect(request.stream).toBe(true);
    expect(request.bodyToSend(500)).toBeUndefined();
    expect(request.bodyToSend(70)).toEqual({ ...simple, max_output_tokens: 70, stream: true });
  });

  it('counts a search as one request, cheaper where it is fast', () => {
    const search = (body: JsonObject) => endpoint('/search').readRequest(body, 10);
    expect(search({ query: ['a', 'b'] })).toMatchObject({ model: 'search-api', stream: false });
    expect(search({ query: 'a', search_type: 'fast' }).model).toBe('search-api-fast');
    expect(search({ query: 'a' }).inputBound(limits, 'bytes')).toEqual({ requests: 1 });
  });

  it('refuses what has no bound, and what it does not know', () => {
    const refused: [string, JsonObject][] = [
      ['preset', { preset: 'low', input: 'x' }],
      ['models', { ...simple, models: ['openai/gpt-5.2'] }],
      ['skills', { ...simple, skills: [] }],
      ['background', { ...simple, background: true }],
      ['tools[0].type', { ...simple, tools: [{ type: 'sandbox' }] }],
      ['tools[0].type', { ...simple, tools: [{ type: 'mcp', server_url: 'https://example.com' }] }],
      ['tools[0].type', { ...simple, tools: [{ type: 'constructor' }] }],
      ['tools[0].type', { ...simple, tools: [{}] }],
      ['tools[0]', { ...simple, tools: [5] }],
      ['tools[0].cost', { ...simple, tools: [{ type: 'web_search', cost: 1 }] }],
      [
        'input[0].content[0].type',
        { ...simple, input: [{ role: 'user', content: [{ type: 'input_file' }] }] },
      ],
      ['model', { input: 'x' }],
      ['model', { model: 5, input: 'x' }],
      ['input', { model: 'perplexity/sonar' }],
      ['input', { model: 'perplexity/sonar', input: 5 }],
      ['unheard_of', { ...simple, unheard_of: 1 }],
      ['__proto__', JSON.parse('{"model":"perplexity/sonar","input":"x","__proto__":{}}')],
    ];
    for (const [path, body] of refused) expect(refusedPath('/v1/agent', body), path).toBe(path);
    const searches = [{ query: [] }, { query: ['a', 'b', 'c', 'd', 'e', 'f'] }, { query: 5 }, {}];
    for (const body of searches) expect(refusedPath('/search', body)).toBe('query');
    expect(refusedPath('/search', { query: 'x', search_type: 'people' })).toBe('search_type');
  });

  it.each(['max_output_tokens', 'max_steps'])('refuses a %s that is no sane whole number', (field) => {
    for (const value of [-1, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 63, '5', [], [5], {}, true]) {
      expect(refusedPath('/v1/agent', { ...simple, [field]: value })).toBe(field);
    }
  });

  it('either refuses or bounds any body', () => {
    const field = fc.constantFrom(
      'input',
      'tools',
      'max_steps',
      'max_output_tokens',
      'previous_response_id',
      'stream',
    );
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (fields) => {
        const body = { ...simple, ...fields };
        if (refusedPath('/v1/agent', body) !== undefined) return;
        const request = read(body);
        for (const count of Object.values(request.inputBound(limits, 'bytes'))) {
          expect(Number.isSafeInteger(count) && count > 0).toBe(true);
        }
      }),
    );
  });
});

describe('usage of the agent', () => {
  const usage = {
    input_tokens: 1200,
    output_tokens: 300,
    input_tokens_details: { cache_read_input_tokens: 1000, cache_creation_input_tokens: 50 },
    tool_calls_details: { web_search: { invocation: 2 }, my_function: { invocation: 9 } },
  };

  it('reads the cost as it is written', () => {
    const text = `{"id":"resp_1","model":"perplexity/sonar","output":[{"total_cost":"no"}],
      "usage":{"input_tokens":1,"output_tokens":1,"cost":{"currency":"USD","total_cost":0.00537000000000000001}}}`;
    const report = reportOf(text);
    expect(report).toMatchObject({ kind: 'reported', providerIds: ['resp_1'] });
    if (report.kind !== 'reported') return;
    expect(formatDecimal(must(report.statedCostUsd, 'cost'))).toBe('0.00537000000000000001');
  });

  it('counts tokens and calls once', () => {
    expect(reportOf({ model: 'm', usage })).toMatchObject({
      kind: 'reported',
      remark: 'cost_missing',
      parts: [
        {
          model: 'm',
          quantities: {
            input_tokens: 150,
            cached_input_tokens: 1000,
            cache_write_5m_tokens: 50,
            output_tokens: 300,
            web_searches: 2,
          },
        },
      ],
    });
  });

  it('takes zero as a value, and a missing cost as missing', () => {
    expect(reportOf({ usage: { cost: { currency: 'USD', total_cost: 0 } } })).toMatchObject({
      kind: 'reported',
      statedCostUsd: { coefficient: 0n },
    });
    for (const cost of [undefined, null, {}, { total_cost: null }, { currency: 'EUR', total_cost: 1 }]) {
      const report = reportOf({ usage: { ...usage, cost } });
      expect(report).toMatchObject({ kind: 'reported', remark: 'cost_missing' });
      expect(report).not.toHaveProperty('statedCostUsd');
      expect(reportOf({ usage: { cost } })).toMatchObject({ kind: 'missing', reason: 'no_usage' });
    }
  });

  it('does not believe an absurd cost or count', () => {
    for (const cost of ['-0.1', '"0.1"', '1e400', '1e300', '1000001', '[1]', 'true', '{}']) {
      const text = `{"usage":{"input_tokens":1,"output_tokens":1,"cost":{"total_cost":${cost}}}}`;
      expect(reportOf(text), cost).toMatchObject({ kind: 'missing', reason: 'absurd' });
    }
    for (const count of [-1, 0.5, '7', [], {}, 1e300]) {
      expect(reportOf({ usage: { ...usage, output_tokens: count } })).toMatchObject({ reason: 'absurd' });
      expect(
        reportOf({ usage: { ...usage, tool_calls_details: { fetch_url: { invocation: count } } } }),
      ).toMatchObject({ reason: 'absurd' });
    }
  });

  it('never throws and never gives a count that is none', () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.constantFrom(null, '7', -1, 2 ** 63),
      fc.jsonValue(),
    );
    const answers = fc.record(
      {
        usage: fc.record(
          {
            input_tokens: value,
            output_tokens: value,
            input_tokens_details: fc.oneof(value, fc.record({ cache_read_input_tokens: value })),
            tool_calls_details: fc.oneof(value, fc.record({ web_search: fc.record({ invocation: value }) })),
            cost: fc.oneof(
              value,
              fc.record({ total_cost: value, currency: fc.constantFrom('USD', null, 'EUR') }),
            ),
          },
          { requiredKeys: [] },
        ),
        model: value,
        output: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(answers, fc.jsonValue()), fc.boolean(), (answer, streamed) => {
        const reader = readerOf();
        const event = { type: 'response.completed', response: answer };
        if (streamed) reader.event({ type: undefined, data: JSON.stringify(event) });
        else reader.json(JSON.stringify(answer));
        const report = reader.report();
        if (report.kind !== 'reported') return;
        expect(report.statedCostUsd?.coefficient ?? 0n).toBeGreaterThanOrEqual(0n);
        for (const count of report.parts.flatMap(({ quantities }) => Object.values(quantities))) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
      }),
    );
  });
});

describe('streams of the agent', () => {
  function stream(...events: (object | string)[]) {
    const reader = readerOf();
    for (const event of events) {
      const data = typeof event === 'string' ? event : JSON.stringify(event);
      expect(reader.event({ type: undefined, data })).toBe('pass');
    }
    return reader;
  }
  const created = {
    type: 'response.created',
    response: { id: 'resp_1', model: 'perplexity/sonar', usage: null },
  };
  const delta = (text: string) => ({ type: 'response.output_text.delta', delta: text });
  const usage = { input_tokens: 5, output_tokens: 2, cost: { currency: 'USD', total_cost: 0.001 } };

  it('ends with its terminal event, whose usage counts', () => {
    const reader = stream(created, delta('Grü'), delta('ezi'), 'not json', '', {
      type: 'response.unheard_of',
    });
    expect(reader.complete).toBe(false);
    expect([reader.takeStreamedText(), reader.takeStreamedText()]).toEqual(['Grüezi', '']);
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'no_usage', model: 'perplexity/sonar' });
    reader.event({
      type: undefined,
      data: JSON.stringify({ type: 'response.completed', response: { usage, model: null } }),
    });
    expect(reader.complete).toBe(true);
    expect(reader.report()).toMatchObject({
      kind: 'reported',
      parts: [{ model: 'perplexity/sonar' }],
      providerIds: ['resp_1'],
    });
  });

  it('counts a usage that comes twice once', () => {
    const completed = { type: 'response.completed', response: { usage } };
    expect(stream(created, completed, completed).report()).toMatchObject({
      parts: [{ quantities: { output_tokens: 2 } }],
    });
  });

  it.each(['response.incomplete', 'response.cancelled', 'response.failed'])(
    'reads the usage of %s',
    (type) => {
      expect(stream(created, delta('x'), { type, response: { usage } }).report()).toMatchObject({
        kind: 'reported',
      });
    },
  );

  it('costs nothing where it failed before anything came, and is not known where something did', () => {
    for (const type of ['error', 'response.failed']) {
      const failure = { type, error: { message: 'no' } };
      expect(stream(created, failure).report()).toMatchObject({ reason: 'failed_before_generation' });
      expect(stream(failure).complete).toBe(true);
      expect(stream(created, delta('x'), failure).report()).toMatchObject({ reason: 'no_usage' });
      expect(stream(created, { type: 'response.reasoning.search_results' }, failure).report()).toMatchObject({
        reason: 'no_usage',
      });
    }
  });
});

describe('usage of the search', () => {
  it('is one request for an answer, an empty one too', () => {
    const reader = readerOf('/search');
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'no_usage' });
    reader.json('{"results":[]}');
    expect(reader.report()).toMatchObject({ kind: 'reported', parts: [{ quantities: { requests: 1 } }] });
  });
});

describe('errors', () => {
  it('has the shape of the format, in a stream too', () => {
    const error = new AppError('insufficient_balance', { limit_source: 'balance' });
    expect(perplexity.errorBody(error, 'req_1')).toMatchObject({
      error: { code: 'insufficient_balance', limit_source: 'balance', request_id: 'req_1' },
    });
    const [, data = ''] = perplexity.errorEvent(error, 'req_1').split('\n');
    expect(JSON.parse(data.slice('data: '.length))).toMatchObject({ type: 'error' });
  });
});
