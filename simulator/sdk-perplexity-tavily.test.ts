import { tavily } from '@tavily/core';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

let simulator: Simulator;
let agent: OpenAI;

beforeAll(async () => {
  simulator = await startSimulator();
  // Perplexity documents OpenAI's SDK for its Agent API.
  agent = new OpenAI({ baseURL: `${simulator.baseUrls.perplexity}/v1`, apiKey: 'pplx-test', maxRetries: 0 });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe('Perplexity', () => {
  const model = 'perplexity/sonar';

  test('an answer states its cost, and that is what is billed', async () => {
    const answer = await agent.responses.create({ model, input: 'Hello', tools: [{ type: 'web_search' }] });
    const usage: unknown = answer.usage;
    const stated = (usage as { cost: { total_cost: number } }).cost.total_cost;
    expect(Number(simulator.ledger.billed[0]?.costUsd)).toBe(stated);
    expect(answer.output.map((item: { type: string }) => item.type)).toEqual(['search_results', 'message']);
  });

  test('a stated cost is billed to the last decimal', async () => {
    const usageText =
      '{"input_tokens":1,"output_tokens":1,"cost":{"currency":"USD","total_cost":0.123456789012345678}}';
    simulator.script({ provider: 'perplexity', directives: { usageText } });
    const answer = await fetch(`${simulator.baseUrls.perplexity}/v1/agent`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: JSON.stringify({ model, input: 'x' }),
    });
    expect(await answer.text()).toContain('"total_cost":0.123456789012345678');
    expect(simulator.ledger.billed[0]?.costUsd).toBe('0.123456789012345678');
  });

  test('a preset is resolved to another maker’s model', async () => {
    const body = { model: undefined, preset: 'fast', input: 'x' };
    const answer = await agent.post<{ model: string }>('/agent', { body });
    expect(answer.model).toBe('openai/gpt-6-luna');
  });

  test.each(['completed', 'incomplete', 'cancelled'] as const)('a stream that ends %s', async (status) => {
    const directive = status === 'completed' ? '' : `[[sim:{"status":"${status}"}]]`;
    const events = await collect(
      await agent.responses.create({ model, input: `Hi ${directive}`, stream: true }),
    );
    expect(events.at(-1)?.type).toBe(`response.${status}`);
    expect(events.filter(({ type }) => /completed|failed|incomplete|cancelled/.test(type))).toHaveLength(1);
    expect(simulator.ledger.entries[0]?.billed).toBe(true);
  });

  test('a response that fails has an error and no usage, and is not billed', async () => {
    const input = 'Hi [[sim:{"status":"failed"}]]';
    const failed = await agent.responses.create({ model, input });
    expect([failed.status, failed.usage, failed.output.length]).toEqual(['failed', null, 0]);
    const stream = await agent.responses.create({ model, input, stream: true });
    await expect(collect(stream)).rejects.toBeInstanceOf(OpenAI.APIError);
    expect(simulator.ledger.billed).toEqual([]);
  });

  test('search: one unit a request, up to five queries', async () => {
    const search = (query: unknown) =>
      agent.post<{ results: unknown[] }>(`${simulator.baseUrls.perplexity}/search`, {
        body: { query },
      });
    expect((await search(['a', 'b', 'c', 'd', 'e'])).results).toHaveLength(3);
    expect((await search('nothing [[sim:{"results":0}]]')).results).toHaveLength(0);
    await expect(search(['a', 'b', 'c', 'd', 'e', 'f'])).rejects.toMatchObject({ status: 400 });
    expect(simulator.ledger.billed.map(({ costUsd }) => costUsd)).toEqual(['0.005', '0.005']);
  });

  test('unknown model and wrong key', async () => {
    await expect(agent.responses.create({ model: 'openai/none', input: 'x' })).rejects.toMatchObject({
      status: 400,
    });
    const nobody = new OpenAI({
      baseURL: `${simulator.baseUrls.perplexity}/v1`,
      apiKey: 'rpn_x',
      maxRetries: 0,
    });
    await expect(nobody.responses.create({ model, input: 'x' })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    expect(simulator.ledger.leaks).toHaveLength(1);
  });
});

describe('Tavily', () => {
  const client = () => tavily({ apiKey: 'tvly-test', apiBaseURL: simulator.baseUrls.tavily });

  test('search: 1 credit, advanced 2; told only if asked for', async () => {
    const basic = await client().search('what', { includeUsage: true });
    expect(basic.usage).toEqual({ credits: 1 });
    const quiet = await client().search('what', { searchDepth: 'advanced' });
    expect(quiet.usage).toBeUndefined();
    await client().search('what [[sim:{"autoDepth":"advanced"}]]', { autoParameters: true });
    expect(simulator.ledger.billed.map(({ costUsd }) => costUsd)).toEqual(['0.008', '0.016', '0.016']);
    expect(simulator.ledger.find(basic.requestId)).toHaveLength(1);
  });

  test('extract: only URLs that worked count, five a credit', async () => {
    const urls = Array.from({ length: 7 }, (_, index) => `https://example.org/${index}`);
    urls.push('https://example.org/x[[sim:{"failedUrls":2}]]');
    const answer = await client().extract(urls, { includeUsage: true });
    expect([answer.results.length, answer.failedResults.length, answer.usage?.credits]).toEqual([6, 2, 2]);
    await client().extract(urls, { extractDepth: 'advanced' });
    simulator.script({ path: '/extract', directives: { failedUrls: 20 } });
    await client().extract(['https://example.org/']);
    expect(simulator.ledger.billed.map(({ costUsd }) => costUsd)).toEqual(['0.016', '0.032', '0']);
  });

  test('map and crawl', async () => {
    const map = await client().map('https://example.org', { includeUsage: true, instructions: 'all' });
    expect([map.results.length, map.usage?.credits]).toEqual([8, 2]);
    const crawl = await client().crawl('https://example.org', { includeUsage: true, limit: 6 });
    expect([crawl.results.length, crawl.usage?.credits]).toEqual([6, 1 + 2]);
  });

  test('432, 433 and a wrong key', async () => {
    for (const [fault, status] of [
      ['plan_limit', 432],
      ['key_limit', 433],
      ['rate_limited', 429],
    ] as const) {
      await expect(client().search(`x [[sim:{"fault":"${fault}"}]]`)).rejects.toThrow();
      expect(simulator.ledger.entries.at(-1)).toMatchObject({ status, billed: false });
    }
    const nobody = tavily({ apiKey: 'rpn_x', apiBaseURL: simulator.baseUrls.tavily });
    await expect(nobody.search('x')).rejects.toThrow(/API key/);
  });
});
