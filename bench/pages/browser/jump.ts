import { say } from '../../bench-progress.ts';
import type { Jump } from '../pages-measured.ts';
import type { BenchPage } from './bench-page.ts';

/** Asks the open list for last year's bookings, by its filter. */
export async function jumpToLastYear({ page }: BenchPage): Promise<Jump> {
  await page.getByRole('button', { name: /^Days/ }).click();
  const button = page.getByRole('button', { name: 'Last year' });
  await button.waitFor();
  const seen = page.evaluate(watchJump, String(new Date().getFullYear() - 1));
  await button.click();
  const jump = await seen;
  say(
    `pages: last year's bookings after ${jump.rowsMs.toFixed(0)} ms, totals ${jump.totalsMs.toFixed(0)} ms`,
  );
  return jump;
}

/** Runs inside the page: from the next release of the mouse until bookings of the year are drawn, and their number. */
async function watchJump(year: string): Promise<{ rowsMs: number; totalsMs: number }> {
  const rowText = () => document.querySelector('[role=grid] tr[data-booking]')?.textContent ?? '';
  const countText = () => document.querySelector('[data-testid=booking-count]')?.textContent ?? '';
  const allOfThem = countText();
  const from = await new Promise<number>((resolve) =>
    document.addEventListener('pointerup', () => resolve(performance.now()), { capture: true, once: true }),
  );
  const until = async (isThere: () => boolean) => {
    while (!isThere()) {
      if (performance.now() - from > 60_000) throw new Error('the filter showed nothing within a minute');
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - from;
  };
  const [rowsMs, totalsMs] = await Promise.all([
    until(() => rowText().includes(year)),
    until(() => !['', allOfThem].includes(countText())),
  ]);
  return { rowsMs, totalsMs };
}
