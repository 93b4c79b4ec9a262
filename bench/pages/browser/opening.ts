import { say } from '../../bench-progress.ts';
import { median } from '../../latencies.ts';
import type { Opening } from '../pages-measured.ts';
import type { BenchPage } from './bench-page.ts';

const REPEATS = 5;

/** Opens the list, without a filter, a few times; it stays open. */
export async function openList({ page, request }: BenchPage): Promise<Opening> {
  await page.addInitScript(markFirsts);
  const open = async () => {
    await page.goto(`/billing/transactions?mandate=${request.mandateId}`);
    return page.evaluate(readMarks);
  };
  const first = await open();
  const again: number[] = [];
  for (let n = 0; n < REPEATS; n++) again.push((await open()).rowsMs);
  const opening: Opening = { firstMs: first.rowsMs, medianMs: median(again), totalsMs: first.totalsMs };
  say(`pages: first bookings after ${opening.firstMs.toFixed(0)} ms, then ${opening.medianMs.toFixed(0)} ms`);
  return opening;
}

/** Runs inside the page, before its own scripts: marks the frames with which the bookings and their totals are drawn. */
function markFirsts(): void {
  const open = new Map([
    ['bookings', () => document.querySelector('[role=grid] tr[data-booking]') !== null],
    ['totals', () => Boolean(document.querySelector('[data-testid=booking-count]')?.textContent)],
  ]);
  const look = () => {
    for (const [name, isThere] of open) {
      if (!isThere()) continue;
      performance.mark(name);
      open.delete(name);
    }
    if (open.size > 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs inside the page: the marks, counted from the navigation, when both are there. */
async function readMarks(): Promise<{ rowsMs: number; totalsMs: number }> {
  for (;;) {
    const [rows] = performance.getEntriesByName('bookings');
    const [totals] = performance.getEntriesByName('totals');
    if (rows && totals) return { rowsMs: rows.startTime, totalsMs: totals.startTime };
    if (performance.now() > 60_000) throw new Error('no bookings were shown within a minute');
    await new Promise(requestAnimationFrame);
  }
}
