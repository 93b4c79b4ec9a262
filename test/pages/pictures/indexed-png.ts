import { crc32, deflateSync } from 'node:zlib';

/** A picture, four bytes a pixel, the upper left first. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const MAX_COLOURS = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * PNG with a palette of at most 256 colours (W3C PNG, colour type 3), a third of the size of one without: good enough for
 * pages, which have few colours and many shades at the edges of letters. Transparency is left out.
 */
export function indexedPng({ width, height, rgba }: Pixels): Buffer {
  const counts = countColours(rgba);
  const palette = choosePalette(counts);
  const indexes = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  // Each line begins with the number of its filter: none.
  const lines = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const line = Math.floor(pixel / width);
    lines[line * (width + 1) + 1 + (pixel % width)] = indexes.get(colourAt(rgba, pixel)) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(partsOf))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function colourAt(rgba: Uint8Array, pixel: number): number {
  const [red = 0, green = 0, blue = 0] = rgba.subarray(pixel * 4, pixel * 4 + 3);
  return (red << 16) | (green << 8) | blue;
}

function partsOf(colour: number): [red: number, green: number, blue: number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function countColours(rgba: Uint8Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < rgba.length / 4; pixel++) {
    const colour = colourAt(rgba, pixel);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

/** Median cut: the box that errs most is cut in two, at the middle of its widest side, until there are enough. */
function choosePalette(counts: ReadonlyMap<number, number>): readonly number[] {
  const boxes = [boxOf([...counts.keys()], counts)];
  while (boxes.length < MAX_COLOURS) {
    boxes.sort((a, b) => b.error - a.error);
    const [box] = boxes;
    if (!box || box.error === 0) break;
    const sorted = box.colours.toSorted((a, b) => partOf(a, box.side) - partOf(b, box.side));
    const middle = sorted.length >> 1;
    boxes.splice(0, 1, boxOf(sorted.slice(0, middle), counts), boxOf(sorted.slice(middle), counts));
  }
  return boxes.map(({ colour }) => colour);
}

interface Box {
  readonly colours: readonly number[];
  /** Of all its colours the one that is there most often: large faces keep theirs exactly. */
  readonly colour: number;
  /** Where it is widest: 0 red, 1 green, 2 blue. */
  readonly side: number;
  readonly error: number;
}

function boxOf(colours: readonly number[], counts: ReadonlyMap<number, number>): Box {
  const weightOf = (colour: number) => counts.get(colour) ?? 0;
  const widths = [0, 1, 2].map((side) => {
    const parts = colours.map((colour) => partOf(colour, side));
    return parts.reduce((a, b) => Math.max(a, b), 0) - parts.reduce((a, b) => Math.min(a, b), 255);
  });
  const width = Math.max(...widths);
  return {
    colours,
    colour: colours.reduce(
      (best, colour) => (weightOf(colour) > weightOf(best) ? colour : best),
      colours[0] ?? 0,
    ),
    side: widths.indexOf(width),
    error: width * Math.sqrt(colours.reduce((sum, colour) => sum + weightOf(colour), 0)),
  };
}

function partOf(colour: number, side: number): number {
  return (colour >> (16 - 8 * side)) & 255;
}

function nearest(palette: readonly number[], colour: number): number {
  const [red, green, blue] = partsOf(colour);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, candidate] of palette.entries()) {
    const [r, g, b] = partsOf(candidate);
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
