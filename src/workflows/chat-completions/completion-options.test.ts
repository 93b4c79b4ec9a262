import { describe, expect, test } from 'vitest';
import { callOptions } from './completion-options.ts';
import { type CompletionRequest, completionRequest } from './completion-request.contract.ts';

function optionsOf(provider: string, more: object) {
  const request: CompletionRequest = completionRequest.parse({
    ...{ model: `${provider}/m`, messages: [{ role: 'user', content: 'Good morning' }] },
    ...more,
  });
  return callOptions(provider, request);
}

describe('a setting that says no more than leaving it out', () => {
  const DEFAULTS = { presence_penalty: 0, frequency_penalty: 0, parallel_tool_calls: true, stop: [] };

  test.each(['openai', 'anthropic', 'perplexity'])('is not sent to %s', (provider) => {
    expect(optionsOf(provider, DEFAULTS)).toEqual(optionsOf(provider, {}));
  });

  test.each([
    ['anthropic', 'presence_penalty', 0.5],
    ['perplexity', 'frequency_penalty', -1],
    ['perplexity', 'parallel_tool_calls', false],
    ['perplexity', 'stop', ['.']],
    ['perplexity', 'reasoning_effort', 'low'],
  ])('and one that says more is refused where %s has no %s', (provider, field, value) => {
    expect(() => optionsOf(provider, { [field]: value })).toThrow(`${field}: is not offered by ${provider}`);
  });
});

test('the name of who speaks goes where there is a word for it', () => {
  const messages = [{ role: 'user', name: 'Anna', content: 'Good morning' }];
  expect(optionsOf('openai', { messages }).prompt).toMatchObject([
    { role: 'user', providerOptions: { openai: { name: 'Anna' } } },
  ]);
});

test.each(['[1]', '5', 'null', '"x"', '{"a":'])('arguments of a call that are no object: %s', (text) => {
  const call = { id: 'a', type: 'function', function: { name: 'weather', arguments: text } };
  const messages = [
    { role: 'user', content: 'Good morning' },
    { role: 'assistant', content: null, tool_calls: [call] },
  ];
  expect(() => optionsOf('openai', { messages })).toThrow('messages[1].tool_calls[0].function.arguments');
});
