import { tavily } from '@tavily/core';
import OpenAI from 'openai';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

async function expectChargedAsBilled(): Promise<void> {
  await rappen.settled();
  const [entry, ...more] = rappen.simulator.ledger.billed;
  expect(more).toEqual([]);
  const [row] = await rappen.usage(caller.mandateId);
  expect(row?.call?.usageSource).toBe('provider');
  expect(-(row?.amount ?? 0n)).toBe(chargeFor(entry?.costUsd ?? ''));
}

describe('@tavily/core', () => {
  const clientOf = ({ key }: TestMember) => tavily({ apiKey: key, apiBaseURL: `${rappen.url}/tavily` });

  test('a search; the usage that only the gateway asked for is not in the answer', async () => {
    const answer = await clientOf(caller).search('What is a Rappen?');
    expect(answer.results.length).toBeGreaterThan(0);
    expect(answer.usage).toBeUndefined();
    await expectChargedAsBilled();
  });

  test('the usage that the caller asks for is', async () => {
    const answer = await clientOf(caller).search('What is a Rappen?', {
      includeUsage: true,
      searchDepth: 'advanced',
    });
    expect(answer.usage).toEqual({ credits: 2 });
    await expectChargedAsBilled();
  });

  test('extract is charged by the URLs that worked', async () => {
    rappen.simulator.script({ directives: { failedUrls: 3 } });
    const urls = Array.from({ length: 8 }, (_, index) => `https://example.ch/${index}`);
    const answer = await clientOf(caller).extract(urls);
    expect(answer.failedResults).toHaveLength(3);
    await expectChargedAsBilled();
  });

  test('map and crawl', async () => {
    expect((await clientOf(caller).map('https://example.ch', { limit: 20 })).results.length).toBeGreaterThan(
      0,
    );
    await expectChargedAsBilled();
    rappen.simulator.reset();
    caller = await rappen.caller();
    expect((await clientOf(caller).crawl('https://example.ch', { limit: 5 })).results.length).toBeGreaterThan(
      0,
    );
    await expectChargedAsBilled();
  });

  test('refusals are errors that say why', async () => {
    const poor = await rappen.caller({ balance: '0.000001' });
    await expect(clientOf(poor).search('x')).rejects.toThrow('The balance does not pay for this call.');
    const stranger = { ...caller, key: 'rpn_wrong' };
    await expect(clientOf(stranger).search('x')).rejects.toThrow(/API key/);
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });
});

describe("Perplexity's Agent API through OpenAI's SDK", () => {
  const model = 'perplexity/sonar';
  let agent: OpenAI;
  beforeEach(() => {
    agent = new OpenAI({ baseURL: `${rappen.url}/perplexity/v1`, apiKey: caller.key, maxRetries: 0 });
  });

  test('a whole answer is charged the stated cost', async () => {
    const answer = await agent.responses.create({ model, input: 'Hello', max_output_tokens: 100 });
    expect(answer.output_text).not.toBe('');
    await expectChargedAsBilled();
  });

  test('a stated cost is charged to the last decimal', async () => {
    const usageText =
      '{"input_tokens":1,"output_tokens":1,"cost":{"currency":"USD","total_cost":0.123456789512345678}}';
    rappen.simulator.script({ directives: { usageText } });
    await agent.responses.create({ model, input: 'Hello', max_output_tokens: 100 });
    await expectChargedAsBilled();
    const [row] = await rappen.usage(caller.mandateId);
    expect(row?.amount).toBe(-148_148_147n);
  });

  test('a stream', async () => {
    const events = [];
    const stream = await agent.responses.create({
      model,
      input: 'Hello',
      max_output_tokens: 100,
      stream: true,
    });
    for await (const event of stream) events.push(event.type);
    expect(events.at(-1)).toBe('response.completed');
    await expectChargedAsBilled();
  });

  test('a preset is refused', async () => {
    const body = { preset: 'fast', input: 'Hello' };
    await expect(agent.post('/agent', { body })).rejects.toThrow(OpenAI.UnprocessableEntityError);
  });
});

test('the recount finds nothing', async () => {
  expect(await rappen.differences()).toEqual([]);
  expect(rappen.simulator.ledger.leaks).toEqual([]);
});
