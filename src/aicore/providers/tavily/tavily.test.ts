import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tavily as tavilyClient } from '@tavily/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { JsonObject, MeteredEndpoint } from '../../provider.ts';
import { tavily } from './tavily.provider.ts';

function endpoint(path: string): MeteredEndpoint {
  const found = tavily.endpoints.find((one) => one.path === path);
  return must(found?.kind === 'metered' ? found : undefined, path);
}

const limits = { maxInputTokens: 0, maxOutputTokens: 0 };

function boundOf(path: string, body: JsonObject): number | undefined {
  return endpoint(path).readRequest(body, 0).inputBound(limits, 'bytes').credits;
}

function answer(path: string, body: JsonObject, text: string) {
  const request = endpoint(path).readRequest(body, 0);
  const reader = endpoint(path).readAnswer(request);
  const passedOn = reader.json(text);
  return { report: reader.report(), passedOn, complete: reader.complete };
}

function creditsOf(path: string, body: JsonObject, value: unknown): unknown {
  const { report } = answer(path, body, JSON.stringify(value));
  return report.kind === 'reported' ? report.parts[0]?.quantities.credits : report.reason;
}

const results = (count: number) => Array.from({ length: count }, (_, page) => `https://example.com/${page}`);

describe('bounds', () => {
  it.each([
    ['/search', { query: 'x' }, 1],
    ['/search', { query: 'x', search_depth: 'ultra-fast' }, 1],
    ['/search', { query: 'x', search_depth: 'advanced' }, 2],
    ['/search', { query: 'x', auto_parameters: true }, 2],
    ['/extract', { urls: results(7) }, 2],
    ['/extract', { urls: results(7), extract_depth: 'advanced' }, 4],
    ['/extract', { urls: 'https://example.com' }, 1],
    ['/map', { url: 'example.com' }, 5],
    ['/map', { url: 'example.com', limit: 11, instructions: 'docs' }, 4],
    ['/crawl', { url: 'example.com', limit: 11, extract_depth: 'advanced' }, 8],
    ['/crawl', { url: 'example.com', limit: null, instructions: null }, 15],
  ])('%s %j: %i credits', (path, body, credits) => {
    expect(boundOf(path, body)).toBe(credits);
  });

  it('asks for the usage, and writes the limit out that it holds for', () => {
    const sent = (path: string, body: JsonObject) =>
      endpoint(path).readRequest(body, 0).bodyToSend(undefined);
    expect(sent('/search', { query: 'x' })).toEqual({ query: 'x', include_usage: true });
    expect(sent('/crawl', { url: 'x', include_usage: false })).toEqual({
      url: 'x',
      limit: 50,
      include_usage: true,
    });
  });
});

describe('requests that are refused', () => {
  const hostile = [-1, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 63, '5', '', [], [5], {}, true];

  it.each(['/map', '/crawl'])('%s: a limit that is no whole number above 0', (path) => {
    for (const limit of hostile) expect(refusedPath(path, { url: 'x', limit })).toBe('limit');
  });

  it('names the field', () => {
    expect(refusedPath('/search', { query: 'x', api_key: 'tvly-1' })).toBe('api_key');
    expect(refusedPath('/search', JSON.parse('{"query":"x","__proto__":{"limit":1}}'))).toBe('__proto__');
    expect(refusedPath('/search', { query: 'x', constructor: 1 })).toBe('constructor');
    expect(refusedPath('/search', {})).toBe('query');
    expect(refusedPath('/search', { query: null })).toBe('query');
    expect(refusedPath('/search', { query: 'x', search_depth: 'deepest' })).toBe('search_depth');
    expect(refusedPath('/search', { query: 'x', auto_parameters: 'yes' })).toBe('auto_parameters');
    expect(refusedPath('/extract', { urls: [] })).toBe('urls');
    expect(refusedPath('/extract', { urls: ['a', 5] })).toBe('urls[1]');
    expect(refusedPath('/extract', { urls: results(21) })).toBe('urls');
  });

  it('never lets a body through without a whole positive bound', () => {
    const field = fc.constantFrom(
      'url',
      'urls',
      'query',
      'limit',
      'search_depth',
      'extract_depth',
      'instructions',
    );
    const body = fc.dictionary(
      field,
      fc.oneof(fc.constantFrom<unknown>(...hostile), fc.jsonValue(), fc.nat(99)),
    );
    fc.assert(
      fc.property(fc.constantFrom('/search', '/extract', '/map', '/crawl'), body, (path, fields) => {
        if (refusedPath(path, { url: 'x', ...fields }) !== undefined) return;
        const credits = boundOf(path, { url: 'x', ...fields });
        expect(Number.isSafeInteger(credits) && must(credits, 'credits') > 0).toBe(true);
      }),
    );
  });
});

describe('usage', () => {
  it('takes the credits of a search, and its own count of what worked for the others', () => {
    expect(creditsOf('/search', { query: 'x' }, { results: [], usage: { credits: 2 } })).toBe(2);
    expect(creditsOf('/search', { query: 'x' }, { results: [], usage: { credits: 0 } })).toBe(0);
    const failed = { results: results(6), failed_results: [{ url: 'x', error: 'y' }], usage: { credits: 2 } };
    expect(creditsOf('/extract', { urls: results(7) }, failed)).toBe(2);
    expect(creditsOf('/extract', { urls: results(7) }, { results: [] })).toBe(0);
    expect(creditsOf('/map', { url: 'x' }, { results: results(21) })).toBe(3);
    expect(creditsOf('/crawl', { url: 'x' }, { results: results(6) })).toBe(3);
  });

  it('never charges more URLs than were asked for', () => {
    expect(creditsOf('/extract', { urls: ['a'] }, { results: results(100) })).toBe(1);
  });

  it('lists a count that is not the provider’s', () => {
    const { report } = answer(
      '/map',
      { url: 'x' },
      JSON.stringify({ results: results(5), usage: { credits: 2 } }),
    );
    expect(report).toMatchObject({
      kind: 'reported',
      remark: 'credits_differ',
      parts: [{ quantities: { credits: 1 } }],
    });
  });

  it('has the rule of each wrong count', () => {
    for (const credits of [-1, 0.5, '2', [], {}, true, 1e300]) {
      expect(creditsOf('/search', { query: 'x' }, { usage: { credits } })).toBe('absurd');
    }
    for (const usage of [null, undefined, {}, { credits: null }, 'x']) {
      expect(creditsOf('/search', { query: 'x' }, { usage })).toBe('no_usage');
    }
    expect(
      answer('/search', { query: 'x' }, '{"usage":{"credits":9},"usage":{"credits":1}}').report,
    ).toMatchObject({
      parts: [{ quantities: { credits: 1 } }],
    });
  });

  it('never throws and never gives a count that is none', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ usage: fc.record({ credits: fc.anything() }), results: fc.anything() })
        .map((value) => safeJson(value)),
    );
    fc.assert(
      fc.property(fc.constantFrom('/search', '/extract', '/map', '/crawl'), text, (path, json) => {
        const body =
          path === '/search' ? { query: 'x' } : path === '/extract' ? { urls: ['a'] } : { url: 'x' };
        const { report } = answer(path, body, json);
        if (report.kind !== 'reported') return;
        for (const part of report.parts)
          expect(part.quantities.credits).toSatisfy((n) => Number.isSafeInteger(n) && n >= 0);
      }),
    );
  });

  it('removes the usage only where the caller did not ask for it, and no other byte', () => {
    const text = '{"query": "x",  "usage": {"credits": 1}, "response_time": 1.10}';
    expect(answer('/search', { query: 'x' }, text).passedOn).toBe('{"query": "x",  "response_time": 1.10}');
    expect(answer('/search', { query: 'x', include_usage: true }, text).passedOn).toBeUndefined();
    expect(answer('/search', { query: 'x' }, '{"query":"x"}').passedOn).toBeUndefined();
  });
});

describe('the SDK', () => {
  const bodies: { path: string; body: JsonObject }[] = [];
  let reply: { status: number; body: unknown } = { status: 200, body: {} };
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    bodies.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
  });
  const listening = new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close());
  const connect = async () => {
    await listening;
    const { port } = server.address() as AddressInfo;
    return tavilyClient({ apiKey: 'rpn_x', apiBaseURL: `http://127.0.0.1:${port}` });
  };

  it('sends nothing that is refused, with every option that it has', async () => {
    const client = await connect();
    reply = { status: 200, body: { results: [], images: [], failed_results: [] } };
    await client.search('x', {
      searchDepth: 'advanced',
      topic: 'news',
      days: 3,
      maxResults: 5,
      includeImages: true,
      includeImageDescriptions: true,
      includeAnswer: 'basic',
      includeRawContent: 'markdown',
      includeDomains: ['a'],
      excludeDomains: ['b'],
      includeDomainsMode: 'prefer',
      timeRange: 'd',
      chunksPerSource: 3,
      country: 'switzerland',
      startDate: '2026-01-01',
      endDate: '2026-02-01',
      maxHours: 5,
      autoParameters: true,
      includeFavicon: true,
      includeUsage: true,
      exactMatch: true,
      fetchTimeout: 5,
      cacheFallback: true,
      language: 'de',
      filterByLanguage: true,
    });
    await client.extract(['a'], {
      includeImages: true,
      extractDepth: 'advanced',
      format: 'text',
      timeout: 30,
      includeFavicon: true,
      includeUsage: true,
      query: 'x',
      chunksPerSource: 3,
    });
    const crawling = {
      maxDepth: 2,
      maxBreadth: 20,
      limit: 5,
      instructions: 'x',
      selectPaths: ['/a'],
      selectDomains: ['a'],
      excludePaths: ['/b'],
      excludeDomains: ['b'],
      allowExternal: true,
      timeout: 30,
      includeUsage: true,
    };
    await client.map('a', crawling);
    await client.crawl('a', {
      ...crawling,
      extractDepth: 'basic',
      includeImages: true,
      format: 'markdown',
      includeFavicon: true,
      chunksPerSource: 3,
    });
    expect(bodies.map(({ path }) => path)).toEqual(['/search', '/extract', '/map', '/crawl']);
    for (const { path, body } of bodies) expect(refusedPath(path, body), path).toBeUndefined();
  });

  it('shows our message in its own error', async () => {
    const error = new AppError('insufficient_balance', {
      limit_source: 'balance',
      available_chf: '0.010000000',
    });
    reply = { status: 402, body: tavily.errorBody(error, 'req_1') };
    await expect((await connect()).search('x')).rejects.toThrow('The balance does not pay for this call.');
  });
});

function refusedPath(path: string, body: JsonObject): string | undefined {
  try {
    endpoint(path).readRequest(body, 0);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') return String(error.details.path);
    throw error;
  }
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return 'null';
  }
}
