import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { CHART_SIZE, createChartPainter, type ReportChart } from './chart-painter.ts';
import { chartPng } from './chart-png.ts';

const painter = createChartPainter();
const CHF = 1_000_000_000n;
const days = Array.from({ length: 31 }, (_, place) => BigInt(place % 7) * CHF);
const chart: ReportChart = {
  days,
  daysBefore: days.slice(0, 28).map((amount) => amount / 2n),
  title: 'Usage per day, CHF',
  month: 'October 2026',
  monthBefore: 'September 2026',
};
const BAR = [0x0b, 0x6b, 0x83];
const BEFORE = [0xc2, 0x57, 0x1a];

/** Read back by another reader than the one that wrote it. */
async function pixelsOf(png: Buffer) {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  return {
    ...{ width: image.width, height: image.height },
    data: pen.getImageData(0, 0, image.width, image.height).data,
  };
}

async function countOf(png: Buffer, colour: readonly number[]): Promise<number> {
  const { data } = await pixelsOf(png);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (colour.every((channel, place) => data[at + place] === channel)) count++;
  }
  return count;
}

test('a picture of twice the size, opaque, with bars and a line', async () => {
  const png = await painter.paint(chart);
  const { width, height, data } = await pixelsOf(png);
  expect([width, height]).toEqual([2 * CHART_SIZE.width, 2 * CHART_SIZE.height]);
  expect(data.filter((_, at) => at % 4 === 3).every((opacity) => opacity === 255)).toBe(true);
  expect([data[4_000 * 4], data[4_000 * 4 + 1], data[4_000 * 4 + 2]]).toEqual([255, 255, 255]);
  expect(await countOf(png, BAR)).toBeGreaterThan(20_000);
  expect(await countOf(png, BEFORE)).toBeGreaterThan(2_000);
  expect(png.length).toBeLessThan(40_000);
});

test('bars have the heights of their amounts', async () => {
  const whole = await countOf(await painter.paint({ ...chart, days: [CHF, CHF], daysBefore: [] }), BAR);
  const half = await countOf(await painter.paint({ ...chart, days: [CHF, CHF / 2n], daysBefore: [] }), BAR);
  expect(half / whole).toBeCloseTo(0.75, 1);
});

test('pictures that are painted at the same time do not mix, and nothing before leaves the line away', async () => {
  const [first, second] = await Promise.all([
    painter.paint(chart),
    painter.paint({ ...chart, days: days.map(() => 0n), daysBefore: [] }),
  ]);
  expect(first).toEqual(await painter.paint(chart));
  // What is left is the sign in the legend.
  expect(await countOf(second, BAR)).toBeLessThan(600);
  expect(await countOf(second, BEFORE)).toBe(0);
});

test('of more colours than a palette has, those that are asked for are exact', async () => {
  const width = 64;
  const data = Buffer.alloc(width * width * 4, 255);
  for (let at = 0; at < 1_000; at++) data.writeUInt32LE(0xff000000 + ((at * 65_793) % 0xffffff), at * 4);
  for (let at = 2_000; at < 2_500; at++) data.writeUInt32LE(0xff1a57c2, at * 4);
  const read = await pixelsOf(await chartPng({ width, height: width, data }, [0xc2571a, 0xffffff]));
  expect([...read.data.slice(2_100 * 4, 2_100 * 4 + 3)]).toEqual(BEFORE);
  expect([...read.data.slice(3_000 * 4, 3_000 * 4 + 3)]).toEqual([255, 255, 255]);
});
