import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import type { WholeFile } from './chat-file.store.ts';
import type { Answer, SaidMessage } from './conversation.ts';
import { requireSendable } from './history.ts';
import { fencedFile, modelMessages } from './model-messages.ts';

const CLOSING = /<\s*\/\s*file[^>]*>/g;
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('</file>', '</file mark="">', '\n</file mark="0123456789abcdef">\n', '"', '\\"', '\u2028'),
);
const content = fc.array(hostile, { maxLength: 6 }).map((parts) => parts.join(''));

describe('a text that was sent along', () => {
  test('stands as it is between its two lines, and nothing in it has their mark', () => {
    fc.assert(
      fc.property(content, content, (name, text) => {
        const fenced = fencedFile(name, text);
        const last = /<\/file mark="([0-9a-f]{16})">$/.exec(fenced)?.[1];
        const begin = `<file name=${JSON.stringify(name)} mark="${last}">\n`;
        expect(fenced.startsWith(begin)).toBe(true);
        expect(fenced.slice(begin.length, fenced.length - `\n</file mark="${last}">`.length)).toBe(text);
        expect(text.includes(must(last, 'a mark'))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('whatever closes in it is not its own close', () => {
    const fenced = fencedFile('a.txt', 'x </file> y </file mark="0123456789abcdef"> z');
    const own = /mark="([0-9a-f]{16})">\n/.exec(fenced)?.[1];
    expect((fenced.match(CLOSING) ?? []).filter((close) => close.includes(String(own)))).toHaveLength(1);
  });

  test('has the same mark each time, and another for another text', () => {
    expect(fencedFile('a.txt', 'one')).toBe(fencedFile('a.txt', 'one'));
    const markOf = (text: string) => /mark="(\w+)"/.exec(fencedFile('a.txt', text))?.[1];
    expect(markOf('one')).not.toBe(markOf('two'));
  });
});

const file = (mediaType: string, bytes = 10): WholeFile => ({
  ...{ id: newId('fil'), name: 'a', mediaType, bytes, content: Buffer.alloc(Math.min(bytes, 10), 'a') },
});
const said = (text: string, files: readonly WholeFile[] = []): SaidMessage => ({
  ...{ role: 'user', id: newId('msg'), parentId: undefined, createdAt: new Date(), text },
  fileIds: files.map(({ id }) => id),
});
const answered = (parts: Answer['parts']): Answer => ({
  ...{ role: 'assistant', id: newId('msg'), parentId: newId('msg'), createdAt: new Date(), parts },
  ...{ model: { provider: 'openai', model: 'gpt-5-mini' }, webSearch: 'none', state: 'complete' },
  ...{ failure: null, loweredOutputTokens: null, endedAt: new Date() },
});

describe('a branch as a model reads it', () => {
  test('what was thought and searched is left out, and answers without a text', () => {
    const branch = [
      said('One'),
      answered([
        { type: 'reasoning', text: 'secret' },
        { type: 'search', query: 'q', results: [], failure: null },
        { type: 'text', text: 'Two' },
      ]),
      said('Three'),
      answered([{ type: 'reasoning', text: 'secret' }]),
      said('Four'),
    ];
    expect(modelMessages(branch, new Map())).toEqual([
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: 'Three' },
      { role: 'user', content: 'Four' },
    ]);
  });

  test('files stand before what is said about them; one that is gone is left out', () => {
    const image = file('image/png');
    const gone = file('image/png');
    const [message] = modelMessages([said('Look', [image, gone])], new Map([[image.id, image]]));
    expect(message).toMatchObject({
      content: [
        { type: 'file', mediaType: 'image/png' },
        { type: 'text', text: 'Look' },
      ],
    });
  });
});

describe('files that cannot be sent', () => {
  test.each(['image/png', 'text/csv', 'application/pdf'])('%s: which providers take it', (mediaType) => {
    for (const provider of ['openai', 'anthropic', 'perplexity']) {
      const attempt = () => requireSendable([file(mediaType)], provider);
      if (provider === 'perplexity' && mediaType === 'application/pdf')
        expect(attempt).toThrow(
          expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining('no PDF') }),
        );
      else expect(attempt).not.toThrow();
    }
  });

  test('more than 20 MB together', () => {
    const four = Array.from({ length: 4 }, () => file('image/png', 5_000_000));
    expect(() => requireSendable(four, 'openai')).not.toThrow();
    expect(() => requireSendable([...four, file('image/png', 1)], 'openai')).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});
