import type { Page } from '@playwright/test';
import { percentile } from '../../latencies.ts';
import { type Frames, LONG_FRAME_MS } from '../pages-measured.ts';

/** Stops watching; answers the times between the frames since the start, and how many rows of the table existed at most. */
export type EndWatch = () => Promise<{ frameTimesMs: readonly number[]; mostRows: number }>;

/** Watches each frame that the page draws. */
export async function watchFrames(page: Page): Promise<EndWatch> {
  const watch = await page.evaluateHandle(startWatch);
  return async () => {
    const seen = await watch.evaluate((running) => running.end());
    await watch.dispose();
    return seen;
  };
}

export function framesOf(timesMs: readonly number[]): Frames {
  return {
    count: timesMs.length,
    p50Ms: percentile(timesMs, 0.5),
    p95Ms: percentile(timesMs, 0.95),
    mostMs: Math.max(...timesMs),
    longShare: timesMs.filter((time) => time > LONG_FRAME_MS).length / timesMs.length,
  };
}

/** Runs inside the page. */
function startWatch() {
  const rows = document.querySelector('[role=grid] tbody');
  if (!rows) throw new Error('there is no list');
  const frameTimesMs: number[] = [];
  let mostRows = 0;
  let last: number | undefined;
  let isOver = false;
  const look = (now: number) => {
    if (last !== undefined) frameTimesMs.push(now - last);
    last = now;
    mostRows = Math.max(mostRows, rows.childElementCount);
    if (!isOver) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return {
    end() {
      isOver = true;
      return { frameTimesMs, mostRows };
    },
  };
}
