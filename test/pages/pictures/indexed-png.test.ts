import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { indexedPng } from './indexed-png.ts';

/** Reads what the encoder writes, by the chunks of the standard. */
function readPng(png: Buffer) {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(8);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const lines = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const pixels = Array.from({ length: width * height }, (_, pixel) => {
    const index = lines[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] ?? 0;
    return [...palette.subarray(index * 3, index * 3 + 3)];
  });
  return { width, height, pixels, colours: palette.length / 3 };
}

test('few colours come back as they were', () => {
  const rgba = Uint8Array.from([
    255, 0, 0, 255, 0, 255, 0, 255, 1, 2, 3, 255, 255, 0, 0, 255, 9, 9, 9, 255, 0, 0, 0, 255,
  ]);
  const { width, height, pixels } = readPng(indexedPng({ width: 3, height: 2, rgba }));
  expect([width, height]).toEqual([3, 2]);
  expect(pixels.flatMap((pixel) => [...pixel, 255])).toEqual([...rgba]);
});

test('of many colours each becomes one that is close, and a large face keeps its own', () => {
  const [width, height] = [64, 64];
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const isFace = pixel < 2_048;
    rgba.set(isFace ? [11, 107, 131, 255] : [pixel & 255, (pixel * 7) & 255, pixel >> 4, 255], pixel * 4);
  }
  const { pixels, colours } = readPng(indexedPng({ width, height, rgba }));
  expect(colours).toBe(256);
  expect(pixels[0]).toEqual([11, 107, 131]);
  const errors = pixels.map(([r = 0, g = 0, b = 0], pixel) => {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(pixel * 4, pixel * 4 + 3);
    return Math.hypot(r - red, g - green, b - blue);
  });
  expect(Math.max(...errors)).toBeLessThan(64);
});
