import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerReader } from './answer-reader.ts';

const WHOLE =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: 13\r\n\r\n{"a":"0\\r\\n"}';
const STREAM =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n' +
  '10\r\ndata: {"a":"b"}\n\r\n1\r\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n';

describe('an answer in any pieces', () => {
  test.each([
    ['with a length', WHOLE],
    ['as a stream', STREAM],
  ])('is whole with its last byte and not before: %s', (_what, text) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 })), (cuts) => {
        const reader = new AnswerReader();
        for (let turn = 0; turn < 2; turn++) {
          const wholeAfter = readPieces(reader, text, cuts);
          expect(wholeAfter).toBe(text.length);
          expect(reader.problem).toBeUndefined();
          reader.reset();
        }
      }),
    );
  });
});

test('the first byte of the body is noticed, not that of the head', () => {
  const reader = new AnswerReader();
  const bytes = Buffer.from(STREAM);
  const bodyAt = STREAM.indexOf('\r\n\r\n') + 4;
  reader.read(bytes, bodyAt);
  expect(reader.hasBody).toBe(false);
  reader.read(bytes.subarray(bodyAt), 1);
  expect(reader.hasBody).toBe(true);
});

test.each([
  ['another status', 'HTTP/1.1 402 Payment Required\r\ncontent-length: 2\r\n\r\n{}'],
  ['a stream without its end', STREAM.replace('data: [DONE]', 'data: [NONE]')],
])('%s is a problem', (_what, text) => {
  const reader = new AnswerReader();
  expect(readPieces(reader, text, [])).toBe(text.length);
  expect(reader.problem).toBeDefined();
});

/** How many bytes had been read when the answer was whole. */
function readPieces(reader: AnswerReader, text: string, cuts: readonly number[]): number {
  const bytes = Buffer.from(text);
  const places = [...new Set([0, ...cuts, bytes.length])].sort((a, b) => a - b);
  for (let index = 1; index < places.length; index++) {
    const from = places[index - 1] ?? 0;
    const to = places[index] ?? 0;
    if (reader.read(bytes.subarray(from, to), to - from)) return to;
  }
  return -1;
}
