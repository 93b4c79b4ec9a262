import type { Request, Response } from '@playwright/test';
import { say } from '../../bench-progress.ts';
import type { Drag } from '../pages-measured.ts';
import type { BenchPage } from './bench-page.ts';
import { framesOf, watchFrames } from './frame-watch.ts';
import { restOfFlick } from './list-in-sight.ts';

const STROKES = 3;
const STROKE_SECONDS = 3;

/** Draws the list to its top, down again and to the top, a bit with each frame, as by the thumb of the scrollbar. */
export async function drag(bench: BenchPage): Promise<Drag> {
  const { page } = bench;
  const answers = countAnswers(bench);
  const endWatch = await watchFrames(page);
  await page.evaluate(drawThumb, [STROKES, STROKE_SECONDS] as const);
  const { untilThereMs } = await page.evaluate(restOfFlick);
  const { frameTimesMs, mostRows } = await endWatch();
  const { pages, refused } = answers.end();
  say(`pages: drawn through the list: ${pages} pages asked for, ${refused} refused`);
  return {
    ...{ strokes: STROKES, seconds: STROKES * STROKE_SECONDS, frames: framesOf(frameTimesMs) },
    ...{ pages, refused, mostRows, untilThereMs },
  };
}

/** Counts the pages of the list that the browser asks for, and what was not answered. */
function countAnswers({ page }: BenchPage): { end(): Pick<Drag, 'pages' | 'refused'> } {
  const count = { pages: 0, refused: 0 };
  const isPage = (url: string) => /\/api\/billing\/transactions\?/.test(url);
  const onRequest = (request: Request) => {
    if (isPage(request.url())) count.pages++;
  };
  const onResponse = (response: Response) => {
    if (isPage(response.url()) && !response.ok()) count.refused++;
  };
  page.on('request', onRequest);
  page.on('response', onResponse);
  return {
    end() {
      page.off('request', onRequest);
      page.off('response', onResponse);
      return count;
    },
  };
}

/** Runs inside the page; from the bottom, with every second stroke back to it. */
async function drawThumb([strokes, seconds]: readonly [number, number]): Promise<void> {
  const scroller = document.querySelector('[role=grid]')?.parentElement;
  if (!scroller) throw new Error('there is no list');
  const deepest = scroller.scrollTop;
  for (let stroke = 0; stroke < strokes; stroke++) {
    const from = performance.now();
    for (let done = 0; done < 1; ) {
      await new Promise(requestAnimationFrame);
      done = Math.min(1, (performance.now() - from) / (1_000 * seconds));
      scroller.scrollTop = deepest * (stroke % 2 === 0 ? 1 - done : done);
    }
  }
}
