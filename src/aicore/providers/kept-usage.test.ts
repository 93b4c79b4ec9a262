import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import { PROVIDERS } from './index.ts';

const read = (provider: string, answer: unknown) => {
  const found = must(
    PROVIDERS.find(({ name }) => name === provider),
    provider,
  );
  return found.readUsage(typeof answer === 'string' ? answer : JSON.stringify(answer));
};

test.each([
  [
    'anthropic',
    {
      usage: {
        input_tokens: 100,
        cache_read_input_tokens: 1_000,
        cache_creation_input_tokens: 500,
        cache_creation: { ephemeral_1h_input_tokens: 200 },
        output_tokens: 40,
        server_tool_use: { web_search_requests: 2 },
        service_tier: 'batch',
      },
    },
    {
      model: undefined,
      tier: 'batch',
      quantities: {
        input_tokens: 100,
        cached_input_tokens: 1_000,
        cache_write_5m_tokens: 300,
        cache_write_1h_tokens: 200,
        output_tokens: 40,
        web_searches: 2,
      },
    },
  ],
  [
    'openai',
    {
      model: 'gpt-4.1-2025-04-14',
      service_tier: 'flex',
      usage: { prompt_tokens: 50, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 20 } },
    },
    {
      model: 'gpt-4.1-2025-04-14',
      tier: 'flex',
      quantities: { input_tokens: 30, cached_input_tokens: 20, output_tokens: 7 },
    },
  ],
  [
    'openai',
    {
      usage: { input_tokens: 50, output_tokens: 7, input_tokens_details: { cached_tokens: 20 } },
      output: [{ type: 'web_search_call', action: { type: 'search' } }],
    },
    {
      model: undefined,
      quantities: { input_tokens: 30, cached_input_tokens: 20, output_tokens: 7, web_searches: 1 },
    },
  ],
  [
    'openai',
    { usage: { prompt_tokens: 9, total_tokens: 9 } },
    { model: undefined, quantities: { input_tokens: 9 } },
  ],
  ['tavily', { usage: { credits: 2 } }, { model: undefined, quantities: { credits: 2 } }],
] as const)('%s: %j is counted as its answer would be', (provider, answer, part) => {
  expect(read(provider, answer)).toMatchObject({ kind: 'reported', parts: [part] });
});

test('a cost that the provider states is read as it was written', () => {
  const answer =
    '{"usage":{"input_tokens":5,"output_tokens":3,"cost":{"total_cost":0.00012345678901234567}}}';
  expect(read('perplexity', answer)).toMatchObject({
    kind: 'reported',
    parts: [{ quantities: { input_tokens: 5, output_tokens: 3 } }],
    statedCostUsd: decimal('0.00012345678901234567'),
  });
});

test.each(PROVIDERS.map(({ name }) => name))(
  '%s: what says nothing, or nonsense, is no usage',
  (provider) => {
    for (const nothing of ['', '{}', '[1]', '{"usage":{}}', '{"usage":"5"}']) {
      expect(read(provider, nothing), nothing).toMatchObject({ kind: 'missing', reason: 'no_usage' });
    }
    const counts = {
      prompt_tokens: -1,
      completion_tokens: 1,
      input_tokens: -1,
      output_tokens: 1,
      credits: -1,
    };
    expect(read(provider, { usage: counts })).toMatchObject({ kind: 'missing', reason: 'absurd' });
  },
);
