import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { AppError } from '#kernel/error.ts';
import type { MeteredEndpoint } from '../../provider.ts';
import { perplexity } from './perplexity.provider.ts';

function endpoint(path: string): MeteredEndpoint {
  const found = perplexity.endpoints.find((one) => one.path === path);
  return must(found?.kind === 'metered' ? found : undefined, path);
}

const simple = { model: 'perplexity/sonar', input: 'Grüezi' };

function readerOf(path = '/v1/agent') {
  const body = path === '/search' ? { query: 'x' } : simple;
  return endpoint(path).readAnswer(endpoint(path).readRequest(body, 100));
}

function reportOf(answer: unknown) {
  const reader = readerOf();
  reader.json(typeof answer === 'string' ? answer : JSON.stringify(answer));
  return reader.report();
}

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

it('knows what a broken run has used so far', () => {
  const reader = readerOf();
  const event = { type: 'response.reasoning.search_results', usage: { input_tokens: 90, output_tokens: 5 } };
  reader.event({ type: undefined, data: JSON.stringify(event) });
  expect(reader.complete).toBe(false);
  expect(reader.report()).toMatchObject({ kind: 'missing', partial: { input_tokens: 90, output_tokens: 5 } });
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
