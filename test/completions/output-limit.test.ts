import OpenAI from 'openai';
import { beforeEach, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const THINKS_BY_BUDGET = 'anthropic/claude-sonnet-4-5-20250929';
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  rappen.simulator.script({ directives: { outputTokens: 90_000 } });
  caller = await rappen.caller({ balance: '100' });
});

type Settings = Pick<
  OpenAI.ChatCompletionCreateParamsNonStreaming,
  'max_tokens' | 'max_completion_tokens' | 'reasoning_effort'
>;

function ask(model: string, settings: Settings) {
  const client = new OpenAI({ baseURL: `${rappen.url}/v1`, apiKey: caller.key, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: 'Good morning' }];
  return client.chat.completions.create({ model, messages, ...settings });
}

test.each<[string, Settings]>([
  ['openai/gpt-5-mini', { max_tokens: 3_000 }],
  ['openai/gpt-5-mini', { max_completion_tokens: 3_000, reasoning_effort: 'high' }],
  ['anthropic/claude-sonnet-5', { max_completion_tokens: 3_000, reasoning_effort: 'high' }],
  [THINKS_BY_BUDGET, { max_completion_tokens: 3_000 }],
  [THINKS_BY_BUDGET, { max_tokens: 3_000, reasoning_effort: 'high' }],
  [THINKS_BY_BUDGET, { max_tokens: 1_200, reasoning_effort: 'xhigh' }],
  ['perplexity/perplexity/sonar', { max_tokens: 3_000 }],
])('%s: the limit of the output holds what is thought too: %j', async (model, settings) => {
  const { usage, choices } = await ask(model, settings);
  expect(usage?.completion_tokens).toBe(settings.max_completion_tokens ?? settings.max_tokens);
  expect(choices[0]?.finish_reason).toBe('length');
});

test('a limit in which a model cannot think', async () => {
  const answer = ask(THINKS_BY_BUDGET, { max_tokens: 1_000, reasoning_effort: 'low' });
  await expect(answer).rejects.toMatchObject({ status: 422, param: 'reasoning_effort' });
  expect(rappen.simulator.ledger.entries).toEqual([]);
});
