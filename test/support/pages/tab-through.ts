import type { Page } from '@playwright/test';
import { watchFocus } from './focus-watch.ts';

/**
 * Goes through the page by Tab, from its beginning to its end: each stop is seen, hidden by nothing, and something is
 * drawn at it that is not drawn there otherwise. Answers with the stops' names, in order. Throws on a fault, and if the
 * end is not reached after `most` stops: a trap.
 */
export async function tabThrough(page: Page, most = 200): Promise<readonly string[]> {
  const stops: string[] = [];
  const faults: string[] = [];
  await page.evaluate(watchFocus);
  for (;;) {
    await page.keyboard.press('Tab');
    const { stop, left } = await page.evaluate(() => window.focusWatch.step());
    if (left && !left.isMarked) faults.push(`no focus ring on ${left.name}`);
    if (!stop) break;
    if (!stop.isSeen) faults.push(`the focus is on nothing that is seen: ${stop.name}`);
    if (stops.length === most)
      throw new Error(
        `${page.url()}: no end after ${most} stops, the last are\n${stops.slice(-6).join('\n')}`,
      );
    stops.push(stop.name);
  }
  if (faults.length > 0) throw new Error(`${page.url()}\n${faults.join('\n')}`);
  return stops;
}
