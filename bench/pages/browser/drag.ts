import type { Response } from '@playwright/test';
import { say } from '../../bench-progress.ts';
import type { Drag } from '../pages-measured.ts';
import type { BenchPage } from './bench-page.ts';
import { framesOf, watchFrames } from './frame-watch.ts';
import { restOfFlick } from './list-in-sight.ts';

const SECONDS = 3;

/** Draws the list to its top in a few seconds, a bit with each frame, as by the thumb of the scrollbar. */
export async function dragToTop({ page }: BenchPage): Promise<Drag> {
  const statuses: number[] = [];
  const note = (response: Response) => {
    if (/\/api\/billing\/transactions\?/.test(response.url())) statuses.push(response.status());
  };
  let pages = 0;
  page.on('request', (asked) => void (/\/api\/billing\/transactions\?/.test(asked.url()) && pages++));
  page.on('response', note);
  const endWatch = await watchFrames(page);
  await page.evaluate(drawToTop, SECONDS);
  const { untilThereMs } = await page.evaluate(restOfFlick);
  const { frameTimesMs, mostRows } = await endWatch();
  page.off('response', note);
  const drag: Drag = {
    seconds: SECONDS,
    frames: framesOf(frameTimesMs),
    pages,
    refused: statuses.filter((status) => status >= 400).length,
    mostRows,
    untilThereMs,
  };
  say(`pages: drawn to the top: ${pages} pages asked for, ${drag.refused} refused`);
  return drag;
}

/** Runs inside the page. */
async function drawToTop(seconds: number): Promise<void> {
  const scroller = document.querySelector('[role=grid]')?.parentElement;
  if (!scroller) throw new Error('there is no list');
  const deepest = scroller.scrollTop;
  const from = performance.now();
  while (scroller.scrollTop > 0) {
    const now = (await new Promise(requestAnimationFrame)) as number;
    scroller.scrollTop = Math.max(0, deepest * (1 - (now - from) / (1_000 * seconds)));
  }
}
