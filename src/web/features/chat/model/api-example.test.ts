import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ApiChat, curlExample, plainTextOf, typescriptExample } from './api-example.ts';
import { sampleAnswer, sampleMessage } from './sample-messages.ts';

const chat = (text: string): ApiChat => ({
  model: { provider: 'openai', model: 'gpt-5' },
  systemPrompt: 'Be short.',
  messages: [
    sampleMessage('u1', null, 'Hello'),
    sampleAnswer('a1', 'u1', '10:00', {
      parts: [
        { type: 'reasoning', text: 'secret' },
        { type: 'text', text: 'Good day.' },
      ],
    }),
    sampleMessage('u2', 'a1', text),
  ],
  maxOutputTokens: 200,
});

test('asks the model by its whole name, with everything that was said and nothing that was only thought', () => {
  const example = typescriptExample('https://rappen.example', chat('And now?'));
  for (const part of [
    '"https://rappen.example/v1"',
    '"openai/gpt-5"',
    'Be short.',
    'Good day.',
    'And now?',
    '200',
  ])
    expect(example).toContain(part);
  expect(example).not.toContain('secret');
});

test('what was said before and after a search are two paragraphs, as the model reads them', () => {
  const answer = sampleAnswer('a1', 'u1', '10:00', {
    parts: [
      { type: 'text', text: 'I look it up.' },
      { type: 'search', query: 'Rappen', results: [], failure: null },
      { type: 'text', text: 'A coin.' },
    ],
  });
  expect(plainTextOf(answer)).toBe('I look it up.\n\nA coin.');
});

test('a shell gives curl exactly the text, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [, quoted = ''] = curlExample('http://x', chat(text)).split(' \\\n  -d ');
      expect(JSON.parse(asAShellReads(quoted)).messages.at(-1).content).toBe(text);
    }),
  );
});

/** Between single quotes everything stands for itself; outside of them here only an escaped quote. */
function asAShellReads(word: string): string {
  expect(word).toMatch(/^'[^']*'(\\'|'[^']*')*$/);
  return word.replace(/'([^']*)'|\\(')/g, '$1$2');
}
