import { describe, expect, it } from 'vitest';
import { AppError } from '#kernel/error.ts';
import { book, catalogue, NOW } from '#test/support/price-samples.ts';
import { listModels, type SelectionContext, selectModel, selectModelOfAny } from './model-selector.ts';

const all: SelectionContext = {
  catalogue,
  book,
  instant: NOW,
  isConfigured: () => true,
  isProviderAllowed: () => true,
  isModelAllowed: () => true,
};

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'none';
}

describe('selectModel', () => {
  it('finds by name and by dated id, and the default without a name', () => {
    expect(selectModel(all, 'anthropic', 'claude-haiku-4-5-20251001').model.name).toBe('claude-haiku-4-5');
    expect(selectModel(all, 'perplexity', undefined).model.name).toBe('perplexity/sonar');
    expect(selectModel(all, 'tavily', '*').price.perMillion.credits).toBe(8_000_000_000_000n);
  });

  it('takes the next one where the roles do not allow the default', () => {
    const narrowed = { ...all, isModelAllowed: (_: string, model: string) => model === 'claude-haiku-4-5' };
    expect(selectModel(narrowed, 'anthropic', undefined).model.name).toBe('claude-haiku-4-5');
  });

  const refusals: readonly [string, Partial<SelectionContext>, string | undefined][] = [
    ['provider_not_allowed', { isProviderAllowed: () => false, isConfigured: () => false }, 'gpt-4.1'],
    ['provider_not_configured', { isConfigured: () => false }, 'gpt-4.1'],
    ['model_not_found', {}, 'gpt-unheard-of'],
    ['model_not_found', {}, 'gpt-audio'],
    ['model_not_allowed', { isModelAllowed: () => false }, 'gpt-4.1'],
    ['model_not_found', { isModelAllowed: () => false }, undefined],
    ['model_not_priced', { instant: new Date('2024-12-31T00:00:00Z') }, 'gpt-4.1'],
  ];
  it.each(refusals)('refuses: %s', (code, change, wanted) => {
    expect(refusal(() => selectModel({ ...all, ...change }, 'openai', wanted))).toBe(code);
  });
});

it('does not find a model of another kind', () => {
  const select = (name: string) => selectModel(all, 'openai', name, 'chat').model.name;
  expect(select('gpt-4.1')).toBe('gpt-4.1');
  expect(refusal(() => select('text-embedding-3-small'))).toBe('model_not_found');
});

describe('selectModelOfAny', () => {
  it('splits at the first slash', () => {
    expect(selectModelOfAny(all, 'anthropic/claude-opus-5').model.name).toBe('claude-opus-5');
    expect(selectModelOfAny(all, 'perplexity/sonar').model.name).toBe('perplexity/sonar');
    expect(selectModelOfAny(all, 'perplexity/perplexity/sonar').model.name).toBe('perplexity/sonar');
    for (const name of ['gpt-4.1', 'nobody/gpt-4.1', 'openai/', '/', 'openai/claude-opus-5']) {
      expect(refusal(() => selectModelOfAny(all, name))).toBe('model_not_found');
    }
  });
});

describe('listModels', () => {
  it('leaves out what is not set up or not allowed', () => {
    const context = {
      ...all,
      isConfigured: (provider: string) => provider !== 'openai',
      isProviderAllowed: (provider: string) => provider !== 'tavily',
      isModelAllowed: (_: string, model: string) => model !== 'claude-fable-5-1',
    };
    const providers = new Set(listModels(context).map(({ model }) => model.provider));
    expect([...providers]).toEqual(['anthropic', 'perplexity']);
    expect(listModels(context).some(({ model }) => model.name === 'claude-fable-5-1')).toBe(false);
  });
});
