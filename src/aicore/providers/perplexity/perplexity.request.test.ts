import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
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
