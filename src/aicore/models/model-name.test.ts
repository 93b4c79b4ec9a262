import { expect, it } from 'vitest';
import { book, catalogue, NOW } from '#test/support/price-samples.ts';

const find = (provider: string, name: string) => catalogue.find(provider, name)?.name;

it('resolves a dated id by exactly its date', () => {
  expect(find('anthropic', 'claude-sonnet-4-5-20250929')).toBe('claude-sonnet-4-5');
  expect(find('openai', 'gpt-4.1-nano-2025-04-14')).toBe('gpt-4.1-nano');
  expect(catalogue.priceOf(book, 'openai', 'gpt-4.1-nano-2025-04-14', NOW)?.model).toBe('gpt-4.1-nano');
});

it('never resolves by prefix', () => {
  expect(find('anthropic', 'claude-opus-5')).toBe('claude-opus-5');
  expect(find('anthropic', 'claude-opus-5-5')).toBe('claude-opus-5-5');
  for (const name of [
    'claude-opus-5-6',
    'claude-opus-5-20251399',
    'claude-opus-5-20260230',
    'claude-sonnet-4-5-20250929-fast',
    'gpt-4.1-nano-2025-0414',
    'gpt-4.1-nano-2025',
    '-20250929',
    '',
    '__proto__',
    'constructor',
  ]) {
    expect(find('anthropic', name) ?? find('openai', name), name).toBeUndefined();
  }
  expect(find('openai', 'claude-opus-5')).toBeUndefined();
});
