import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { releaseBuffer } from '#kernel/release-buffer.ts';

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
 * bytes of one with four bytes for each pixel. The colours of `exact` (`0xrrggbb`) stay as they are; of others those that differ in the last three
 * bits of a channel become one, as the shades at the edges of letters do. `data` is read at once; the compression runs beside the event loop.
 */
export async function chartPng(pixels: Pixels, exact: readonly number[]): Promise<Buffer> {
  const { rows, colours } = indexed(pixels, exact.map(wordOf));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels.width, 0);
  head.writeUInt32BE(pixels.height, 4);
  head.set([8, INDEXED, 0, 0, 0], 8);
  const packed = await compress(rows, { level: 6 });
  releaseBuffer(rows);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(colours.flatMap(channels))),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row begins with the number of its filter: none. Rows are often like the one above: those are copied. */
function indexed({ width, height, data }: Pixels, exact: readonly number[]) {
  const palette = new Palette(exact);
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (width + 1) + 1;
    const at = y * width * 4;
    const isLikeAbove = y > 0 && data.compare(data, at - width * 4, at, at, at + width * 4) === 0;
    if (isLikeAbove) rows.copy(rows, to, to - width - 1, to - 1);
    else palette.write(rows.subarray(to, to + width), words.subarray(y * width, (y + 1) * width));
  }
  return { rows, colours: palette.colours };
}

/** The colours that were met, in their order; found by the first five bits of each channel. */
class Palette {
  readonly colours: number[] = [];
  readonly #places = new Int16Array(1 << 15).fill(-1);

  constructor(exact: readonly number[]) {
    for (const word of exact) this.#places[bucketOf(word)] = this.colours.push(word) - 1;
  }

  write(row: Buffer, words: Uint32Array): void {
    let [last, place] = [-1, 0];
    for (let x = 0; x < words.length; x++) {
      const word = words[x] ?? 0;
      if (word !== last) {
        last = word;
        place = this.#placeOf(word);
      }
      row[x] = place;
    }
  }

  #placeOf(word: number): number {
    const bucket = bucketOf(word);
    const known = this.#places[bucket] ?? -1;
    if (known >= 0) return known;
    const { colours } = this;
    const place = colours.length < MOST_COLOURS ? colours.push(word) - 1 : nearest(word, colours);
    this.#places[bucket] = place;
    return place;
  }
}

function bucketOf(word: number): number {
  return ((word >>> 3) & 0x1f) | ((word >>> 6) & 0x3e0) | ((word >>> 9) & 0x7c00);
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

function wordOf(colour: number): number {
  return ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >>> 16);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
