import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

/** Pixels as four bytes each: red, green, blue, and one that says that it hides what is below. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

const compress = promisify(deflate);
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;
const INDEXED = 3;

/**
 * Opaque pixels as a PNG with a palette (https://www.w3.org/TR/png-3/): a chart has a few colours, and takes less than half the
 * bytes of one with four bytes for each pixel. Of more than 256 colours the rarest, shades at the edges of letters, become the
 * nearest that there is. `data` is read at once; the compression runs beside the event loop.
 */
export async function chartPng(pixels: Pixels): Promise<Buffer> {
  const { rows, colours } = indexed(pixels);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels.width, 0);
  head.writeUInt32BE(pixels.height, 4);
  head.set([8, INDEXED, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(colours.flatMap(channels))),
    chunk('IDAT', await compress(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row begins with the number of its filter: none. Rows are often like the one above: those are copied. */
function indexed(pixels: Pixels): { rows: Buffer; colours: readonly number[] } {
  const { width, height, data } = pixels;
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const rows = Buffer.alloc((width + 1) * height);
  const isCopy = copiedRows(pixels);
  const { places, colours } = paletteOf(words, width, isCopy);
  for (let y = 0; y < height; y++) {
    const to = y * (width + 1) + 1;
    if (isCopy[y]) rows.copy(rows, to, to - width - 1, to - 1);
    else writeRow(rows.subarray(to, to + width), words.subarray(y * width, (y + 1) * width), places);
  }
  return { rows, colours };
}

function copiedRows({ width, height, data }: Pixels): readonly boolean[] {
  const row = (y: number) => data.subarray(y * width * 4, (y + 1) * width * 4);
  return Array.from({ length: height }, (_, y) => y > 0 && row(y).equals(row(y - 1)));
}

function writeRow(row: Buffer, words: Uint32Array, places: ReadonlyMap<number, number>): void {
  let [last, place] = [-1, 0];
  for (let x = 0; x < words.length; x++) {
    const word = words[x] ?? 0;
    if (word !== last) {
      last = word;
      place = places.get(word) ?? 0;
    }
    row[x] = place;
  }
}

/** Where each colour is in the palette: the most frequent first, those that have no place at the nearest that has one. */
function paletteOf(words: Uint32Array, width: number, isCopy: readonly boolean[]) {
  const counts = new Map<number, number>();
  for (const [y, skip] of isCopy.entries()) {
    if (!skip) countColours(words.subarray(y * width, (y + 1) * width), counts);
  }
  const sorted = [...counts].sort(([, one], [, other]) => other - one).map(([word]) => word);
  const colours = sorted.slice(0, MOST_COLOURS);
  const places = new Map(
    sorted.map((word, place) => [word, place < MOST_COLOURS ? place : nearest(word, colours)] as const),
  );
  return { places, colours };
}

/** Neighbours are mostly of one colour, so it counts by stretches. */
function countColours(words: Uint32Array, counts: Map<number, number>): void {
  let from = 0;
  for (let at = 1; at <= words.length; at++) {
    const word = words[from] ?? 0;
    if (words[at] === word) continue;
    counts.set(word, (counts.get(word) ?? 0) + at - from);
    from = at;
  }
}

function nearest(word: number, colours: readonly number[]): number {
  const [red, green, blue] = channels(word);
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, colour] of colours.entries()) {
    const other = channels(colour);
    const far = (red - other[0]) ** 2 + (green - other[1]) ** 2 + (blue - other[2]) ** 2;
    if (far < least) [best, least] = [place, far];
  }
  return best;
}

/** As the bytes lie in memory, which is little-endian on every machine that Node runs on. */
function channels(word: number): readonly [red: number, green: number, blue: number] {
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
