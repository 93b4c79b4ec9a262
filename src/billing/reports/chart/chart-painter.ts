import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import type { NanoChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { releaseBuffer } from '#kernel/release-buffer.ts';
import { type AmountScale, placeOf, scaleFor } from './amount-scale.ts';
import { chartPng } from './chart-png.ts';

export interface ReportChart {
  /** What each day of the month cost, the first first. */
  readonly days: readonly NanoChf[];
  /** The same of the month before; empty: there is none to compare with. */
  readonly daysBefore: readonly NanoChf[];
  /** What it shows, with its unit. */
  readonly title: string;
  /** How the two months are called. */
  readonly month: string;
  readonly monthBefore: string;
}

/** In points; the picture has twice as many pixels, for screens that show them. */
export const CHART_SIZE = { width: 600, height: 260 } as const;

const DENSITY = 2;
const PLOT = { left: 66, right: 584, top: 56, bottom: 226 } as const;
/** Those of the light pages (src/web/styles.css): the picture has a ground of its own, so it is read in dark mode too. */
const COLOURS = {
  ground: '#ffffff',
  edge: '#d5d9dd',
  grid: '#e6e9ec',
  text: '#3c4349',
  bar: '#0b6b83',
  before: '#c2571a',
} as const;
const EXACT = Object.values(COLOURS).map((colour) => Number.parseInt(colour.slice(1), 16));
const FONT = 'Rappen Chart';
const FONT_FILE = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

export interface ChartPainter {
  /** A PNG: a bar for each day of the month, and the month before as a line. */
  paint(chart: ReportChart): Promise<Buffer>;
}

/**
 * One surface for all its pictures, which would else wait for the garbage collector with 2.5 MB each. It is opened for the first of them:
 * the library takes 30 MB, which a process that draws nothing does without.
 */
export function createChartPainter(): ChartPainter {
  let surface: Promise<Canvas> | undefined;
  return {
    paint: async (chart) => {
      surface ??= openSurface();
      const canvas = await surface;
      draw(canvas.getContext('2d'), chart);
      return pictureOf(canvas);
    },
  };
}

function pictureOf(canvas: Canvas): Promise<Buffer> {
  const { width, height } = canvas;
  const data = canvas.data();
  const picture = chartPng({ width, height, data }, EXACT);
  // It is read by now.
  releaseBuffer(data);
  return picture;
}

async function openSurface(): Promise<Canvas> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  GlobalFonts.register(readFileSync(fileURLToPath(import.meta.resolve(FONT_FILE))), FONT);
  return createCanvas(CHART_SIZE.width * DENSITY, CHART_SIZE.height * DENSITY);
}

function draw(pen: SKRSContext2D, chart: ReportChart): void {
  pen.setTransform(DENSITY, 0, 0, DENSITY, 0, 0);
  const scale = scaleFor(greatest([...chart.days, ...chart.daysBefore]));
  drawGround(pen);
  drawHead(pen, chart);
  drawGrid(pen, scale);
  drawBars(pen, chart.days, scale);
  drawDays(pen, chart.days.length);
  drawLine(pen, chart, scale);
}

function drawGround(pen: SKRSContext2D): void {
  const { width, height } = CHART_SIZE;
  pen.fillStyle = COLOURS.ground;
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = COLOURS.edge;
  pen.lineWidth = 1;
  pen.strokeRect(0.5, 0.5, width - 1, height - 1);
}

/** The title, and which month is which. */
function drawHead(pen: SKRSContext2D, { title, month, monthBefore, daysBefore }: ReportChart): void {
  write(pen, title, 16, 24, 'left', 600);
  let right: number = PLOT.right;
  if (daysBefore.length > 0) {
    right = write(pen, monthBefore, right, 24, 'right') - 24;
    stroke(pen, COLOURS.before, [
      [right, 20],
      [right + 18, 20],
    ]);
    right -= 18;
  }
  right = write(pen, month, right, 24, 'right') - 16;
  pen.fillStyle = COLOURS.bar;
  pen.fillRect(right, 14.5, 11, 11);
}

function drawGrid(pen: SKRSContext2D, scale: AmountScale): void {
  for (const amount of scale.lines) {
    const y = heightOf(amount, scale);
    stroke(
      pen,
      COLOURS.grid,
      [
        [PLOT.left, y],
        [PLOT.right, y],
      ],
      1,
    );
    write(pen, amountText(amount, decimalsOf(scale)), PLOT.left - 8, y + 4, 'right');
  }
}

function drawBars(pen: SKRSContext2D, days: readonly NanoChf[], scale: AmountScale): void {
  const width = Math.floor(widthOf(days.length) * 0.68);
  pen.fillStyle = COLOURS.bar;
  for (const [place, amount] of days.entries()) {
    const y = heightOf(amount, scale);
    pen.fillRect(middleOf(place, days.length) - width / 2, y, width, PLOT.bottom - y);
  }
}

/** The number of the first day and of every fifth. */
function drawDays(pen: SKRSContext2D, count: number): void {
  for (let day = 1; day <= count; day++) {
    if (day === 1 || day % 5 === 0)
      write(pen, `${day}.`, middleOf(day - 1, count), PLOT.bottom + 18, 'center');
  }
}

/** Day by day; those that the month itself does not have are left out. */
function drawLine(pen: SKRSContext2D, { days, daysBefore }: ReportChart, scale: AmountScale): void {
  const points = daysBefore
    .slice(0, days.length)
    .map((amount, place): Point => [middleOf(place, days.length), heightOf(amount, scale)]);
  stroke(pen, COLOURS.ground, points, 4);
  stroke(pen, COLOURS.before, points);
}

type Point = readonly [x: number, y: number];

function stroke(pen: SKRSContext2D, colour: string, points: readonly Point[], width = 2): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineJoin = 'round';
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}

/** Answers where a text that ends at `x` begins. */
function write(
  pen: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  align: 'left' | 'right' | 'center',
  weight = 400,
): number {
  pen.font = `${weight} 12px "${FONT}"`;
  pen.fillStyle = COLOURS.text;
  pen.textAlign = align;
  pen.fillText(text, x, y);
  return x - pen.measureText(text).width;
}

function heightOf(amount: NanoChf, scale: AmountScale): number {
  return Math.round((PLOT.bottom - placeOf(amount, scale) * (PLOT.bottom - PLOT.top)) * DENSITY) / DENSITY;
}

function widthOf(count: number): number {
  return (PLOT.right - PLOT.left) / count;
}

function middleOf(place: number, count: number): number {
  return PLOT.left + widthOf(count) * (place + 0.5);
}

/** Whole francs where the lines are; else as many decimals as the first of them needs. */
function decimalsOf({ lines }: AmountScale): { readonly decimals: number } {
  const step = lines[1] ?? 0n;
  const zeros = /0*$/.exec(`${step}`)?.[0].length ?? 0;
  return { decimals: Math.max(0, 9 - zeros) };
}

function greatest(amounts: readonly NanoChf[]): NanoChf {
  return amounts.reduce((one, other) => (one > other ? one : other), 0n);
}
