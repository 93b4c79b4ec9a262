import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../bench-progress.ts';
import { percentile } from '../../latencies.ts';
import type { Stretch } from '../pages-measured.ts';
import type { BenchPage } from './bench-page.ts';
import { framesOf, watchFrames } from './frame-watch.ts';
import { lowestLine, restOfFlick } from './list-in-sight.ts';

/** A hard flick: 20,000 pixels (555 lines), fast at first, as of a wheel that turns freely; the browser takes an event a frame. */
const FLICK_EVENTS = 24;
const FIRST_EVENT_PX = 1_600;
/** Then one looks at what is there. */
const LOOK_MS = 300;

type Rest = Awaited<ReturnType<typeof restOfFlick>>;

/** Flicks the wheel over the list for as long as the request says. */
export async function flickFor(bench: BenchPage, direction: 'down' | 'up'): Promise<Stretch> {
  const { page, request } = bench;
  await page.mouse.move(600, 600);
  const from = await page.evaluate(lowestLine);
  const until = performance.now() + 1_000 * request.seconds;
  const frameTimes: number[] = [];
  const rests: Rest[] = [];
  let mostRows = 0;
  while (performance.now() < until) {
    const endWatch = await watchFrames(page);
    await flick(bench, direction === 'down' ? 1 : -1);
    rests.push(await page.evaluate(restOfFlick));
    const seen = await endWatch();
    frameTimes.push(...seen.frameTimesMs);
    mostRows = Math.max(mostRows, seen.mostRows);
    await sleep(LOOK_MS);
  }
  const frames = framesOf(frameTimes);
  const waits = waitsOf(rests);
  say(
    `pages: ${rests.length} flicks ${direction}: frames p95 ${frames.p95Ms.toFixed(1)} ms, ` +
      `${frames.mostMs.toFixed(0)} ms at most, rows there after ${waits.mostMs.toFixed(0)} ms at most`,
  );
  const where = `${direction}, from line ${from.toLocaleString('en-US')}`;
  const lines = Math.abs((rests.at(-1)?.line ?? from) - from);
  return { where, flicks: rests.length, lines, frames, waits, mostRows };
}

async function flick({ page }: BenchPage, sign: 1 | -1): Promise<void> {
  for (let n = FLICK_EVENTS; n > 0; n--) {
    await page.mouse.wheel(0, (sign * FIRST_EVENT_PX * n) / FLICK_EVENTS);
  }
}

function waitsOf(rests: readonly Rest[]): Stretch['waits'] {
  const times = rests.map(({ untilThereMs }) => untilThereMs);
  return {
    flicks: rests.filter(({ missing }) => missing > 0).length,
    mostLines: Math.max(...rests.map(({ missing }) => missing)),
    p95Ms: percentile(times, 0.95),
    mostMs: Math.max(...times),
  };
}
