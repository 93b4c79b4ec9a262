import { createReadStream } from 'node:fs';
import { MOST_LINE_LENGTH } from './import-line.ts';

/** A piece of a file, cut between lines. */
export interface LineBlock {
  /** Whole lines with their ends (LF, CRLF or CR), without a byte order mark; the last line of a file may have no end. */
  readonly bytes: Buffer;
  /** How a line begins that stands behind them and is longer than a megabyte. Its rest is skipped. */
  readonly tooLong?: Buffer;
  readonly isLast: boolean;
}

const BLOCK_LENGTH = 1 << 18;
const LF = 10;
const CR = 13;
const BOM = Buffer.from('\ufeff');

/**
 * The lines of a file, a block of about `blockLength` bytes at a time, in memory that does not grow with the file or with a line.
 * Tests read in blocks so small that each cut between them is tried.
 */
export async function* readLineBlocks(
  file: { readonly path: string; opened?(stream: { readonly bytesRead: number }): void },
  blockLength = BLOCK_LENGTH,
): AsyncGenerator<LineBlock> {
  const stream = createReadStream(file.path, { highWaterMark: blockLength });
  file.opened?.(stream);
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  let isSkipping = false;
  for await (const piece of stream) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    if (isFirst && rest.length < BOM.length) continue;
    if (isFirst && rest.subarray(0, BOM.length).equals(BOM)) rest = rest.subarray(BOM.length);
    isFirst = false;
    if (isSkipping) {
      const end = endOfLine(rest);
      isSkipping = end === undefined;
      rest = rest.subarray(end ?? Math.max(0, rest.length - 1));
    } else if ((endOfLine(rest) ?? rest.length) > MOST_LINE_LENGTH) {
      // Only the first line can be: what was read since the last block is shorter.
      const end = endOfLine(rest);
      yield { bytes: Buffer.alloc(0), tooLong: rest.subarray(0, MOST_LINE_LENGTH), isLast: false };
      isSkipping = end === undefined;
      rest = rest.subarray(end ?? rest.length - 1);
    }
    if (isSkipping) continue;
    const end = endOfLastLine(rest);
    if (end > 0) yield { bytes: rest.subarray(0, end), isLast: false };
    rest = rest.subarray(end);
  }
  yield { bytes: isSkipping ? Buffer.alloc(0) : rest, isLast: true };
}

/** Where each line begins, and at the end the length of them all. */
export function startsOfLines(bytes: Buffer): readonly number[] {
  const starts = [0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) starts.push(at + 1);
  }
  if (starts.at(-1) !== bytes.length) starts.push(bytes.length);
  return starts;
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

/** What stands behind the first line. A CR at the very end may be half of a CRLF. */
function endOfLine(bytes: Buffer): number | undefined {
  const ends = [bytes.indexOf(LF), bytes.subarray(0, -1).indexOf(CR)].filter((at) => at >= 0);
  if (ends.length === 0) return undefined;
  const end = Math.min(...ends);
  return bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
}

function endOfLastLine(bytes: Buffer): number {
  return Math.max(bytes.lastIndexOf(LF), bytes.subarray(0, -1).lastIndexOf(CR)) + 1;
}
