import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../bench-progress.ts';
import type { BenchPage } from './bench-page.ts';

/** A person may ask for 600 things a minute; so that what is asked for here is not refused. */
const PAGE_MS = 110;
const PAGE_LINES = 100;
const PROGRESS_LINES = 50_000;

/** To the deepest line of the request, page by page: the list knows no other way there. */
export async function goDown({ page, request }: BenchPage): Promise<void> {
  const nearly = request.deepLines - PAGE_LINES;
  for (let line = 0, said = 0; line < nearly; ) {
    const from = performance.now();
    line = await page.evaluate(nextPage, line);
    if (line >= said + PROGRESS_LINES) {
      said = line;
      say(`pages: at line ${line}`);
    }
    await sleep(Math.max(0, PAGE_MS - (performance.now() - from)));
  }
}

/** Runs inside the page: to the end of what is known, and until more is. */
async function nextPage(known: number): Promise<number> {
  const scroller = document.querySelector('[role=grid]')?.parentElement;
  const from = performance.now();
  for (;;) {
    scroller?.scrollTo(0, scroller.scrollHeight);
    await new Promise(requestAnimationFrame);
    const rows = document.querySelectorAll<HTMLElement>('[role=grid] tr[data-booking]');
    const line = Number(rows[rows.length - 1]?.dataset.line);
    if (line > known) return line;
    if (performance.now() - from > 30_000) throw new Error(`nothing came after line ${line} within 30 s`);
  }
}
