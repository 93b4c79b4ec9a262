import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

const messages = [{ role: 'user', content: 'Hello' }];
const REQUESTS = [
  ['/openai/v1/chat/completions', { model: 'gpt-6-luna', messages }],
  ['/openai/v1/chat/completions', { model: 'gpt-6-luna', messages, stream: true }],
  ['/openai/v1/responses', { model: 'gpt-6-luna', input: 'Hello' }],
  ['/openai/v1/responses', { model: 'gpt-6-luna', input: 'Hello', stream: true }],
  ['/anthropic/v1/messages', { model: 'claude-haiku-5-5', max_tokens: 100, messages }],
  ['/anthropic/v1/messages', { model: 'claude-haiku-5-5', max_tokens: 100, messages, stream: true }],
  ['/perplexity/v1/agent', { model: 'perplexity/sonar', input: 'Hello', stream: true }],
  ['/tavily/search', { query: 'Hello', include_usage: true }],
] as const;

async function ask(path: string, body: object): Promise<{ text: string; requestId: string }> {
  const answer = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer k', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify(body),
  });
  const requestId = answer.headers.get('x-request-id') ?? answer.headers.get('request-id') ?? '';
  return { text: await answer.text(), requestId };
}

test.each(REQUESTS)('%s %o: repeated answers differ in their ids only', async (path, body) => {
  const answers = [];
  for (let index = 0; index < 4; index++) answers.push(await ask(path, body));
  const entries = simulator.ledger.billed;
  expect(new Set(entries.map(({ answerId }) => answerId)).size).toBe(4);
  expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(4);
  expect(entries.map(({ requestId }) => requestId)).toEqual(answers.map(({ requestId }) => requestId));
  const neutral = answers.map(({ text }, index) => {
    const id = entries[index]?.answerId ?? '';
    expect(text).toContain(id);
    return text.replaceAll(id.slice(-24), '').replaceAll(/"created(_at)?":\d+/g, '');
  });
  if (!path.includes('search')) expect(new Set(neutral).size).toBe(1);
  const {
    seq: _,
    at: __,
    requestId: ___,
    answerId: ____,
    ...first
  } = entries[0] ?? { seq: 0, at: '', requestId: '', answerId: '' };
  for (const entry of entries) expect(entry).toMatchObject(first);
});

test('a directive laid down between two equal requests is obeyed', async () => {
  const [path, body] = REQUESTS[0];
  await ask(path, body);
  await ask(path, body);
  simulator.script({ directives: { outputTokens: 3 } });
  expect((await ask(path, body)).text).toContain('"completion_tokens":3');
  simulator.changeSettings({ outputTokens: 5 });
  expect((await ask(path, body)).text).toContain('"completion_tokens":5');
});

test('a gateway’s key is noticed in a repeated request too', async () => {
  const [path, body] = REQUESTS[0];
  await ask(path, body);
  const leak = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer rpn_x', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify(body),
  });
  expect(leak.status).toBe(401);
  expect(simulator.ledger.leaks).toHaveLength(1);
});
