import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvents, type SentEvent } from './event-stream.ts';

async function read(text: string, pieces: readonly number[] = []): Promise<readonly SentEvent[]> {
  const bytes = new TextEncoder().encode(text);
  const cuts = [...new Set(pieces.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const [at, cut] of [...cuts, bytes.length].entries())
        controller.enqueue(bytes.slice(at === 0 ? 0 : cuts[at - 1], cut));
      controller.close();
    },
  });
  return Array.fromAsync(readEvents(stream));
}

const SENT =
  ': here\n\nevent: text\ndata: {"delta":"Grüezi 👋"}\n\nid: 7\nevent: two\r\ndata: a\r\ndata:b\r\n\r\ndata\n\nevent: cut\ndata: lost';
const READ = [
  { name: '', data: '' },
  { name: 'text', data: '{"delta":"Grüezi 👋"}' },
  { name: 'two', data: 'a\nb' },
  { name: 'message', data: '' },
];

test('events, comments and several lines are read; what is cut is not', async () => {
  expect(await read(SENT)).toEqual(READ);
});

test('wherever the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 20 }), async (pieces) => {
      expect(await read(SENT, pieces)).toEqual(READ);
    }),
  );
});
