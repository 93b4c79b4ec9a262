import { expect, test } from 'vitest';
import { cheapestFirst, deniedEntries, isFound, type ModelList, modelEntries } from './model-entries.ts';

type Offered = ModelList['models'][number];

function offered(provider: string, model: string, typicalChf: string | null, more: Partial<Offered> = {}) {
  return {
    ...{
      provider,
      model,
      kind: 'chat',
      aliases: [],
      isDefault: false,
      maxInputTokens: 1,
      maxOutputTokens: 2,
    },
    ...{ markupPercent: '50', price: { id: 'prc_1', validFrom: '' }, longPromptAboveTokens: null },
    prices: [
      { tier: 'batch', longPrompt: false, meters: [price('input_tokens', '1')] },
      { tier: null, longPrompt: false, meters: [price('input_tokens', '2.4'), price('output_tokens', '12')] },
      { tier: null, longPrompt: true, meters: [price('input_tokens', '4.8')] },
    ],
    typicalMessage: typicalChf === null ? null : { inputTokens: 1_000, outputTokens: 500, chf: typicalChf },
    ...more,
  } as Offered;
}

function price(meter: string, chf: string) {
  return { meter, per: 'million_tokens', usd: '1', chf };
}

const LIST = {
  models: [
    offered('openai', 'gpt-dear', '0.100000000'),
    offered('openai', 'gpt-cheap', '0.001000000'),
    offered('openai', 'gpt-usual', '0.050000000', { isDefault: true }),
    offered('openai', 'embed', null, { kind: 'embedding' }),
    offered('anthropic', 'claude', '0.002000000'),
  ],
  notAllowed: [
    { provider: 'perplexity', model: 'sonar', kind: 'chat', reason: 'role', resource: 'resource.aicore.x' },
    { provider: 'tavily', model: '*', kind: 'search', reason: 'role', resource: 'resource.aicore.tavily' },
  ],
} as unknown as ModelList;

test('models that chat, by provider, the default first, then from the cheapest on', () => {
  expect(modelEntries(LIST).map(({ model }) => model)).toEqual([
    'claude',
    'gpt-usual',
    'gpt-cheap',
    'gpt-dear',
  ]);
  expect(deniedEntries(LIST).map(({ key }) => key)).toEqual(['perplexity/sonar']);
});

test('the prices are those of the standard tier', () => {
  expect(modelEntries(LIST)[0]).toMatchObject({ inputChf: '2.4', outputChf: '12' });
});

test('the cheapest is found over all providers', () => {
  expect(cheapestFirst(modelEntries(LIST)).map(({ model }) => model)).toEqual([
    'gpt-cheap',
    'claude',
    'gpt-usual',
    'gpt-dear',
  ]);
});

test('a search takes words in any order, of provider and model', () => {
  const entry = { provider: 'openai', model: 'gpt-5-mini' };
  for (const search of ['', 'GPT', 'mini openai', 'OpenAI 5']) expect(isFound(entry, search)).toBe(true);
  expect(isFound(entry, 'claude')).toBe(false);
});
