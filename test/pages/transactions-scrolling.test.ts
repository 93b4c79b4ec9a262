import type { CDPSession, Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { insertBackdated } from '#test/support/backdated-calls.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { soon, TransactionsView } from '#test/support/pages/transactions-view.ts';

/** A list that nobody could hold in memory: only what is on the screen exists, however far one scrolls. */

const ROWS = 12_000;
const MOST_DRAWN = 80;

const rappen = await startPages();
const { mandateId } = await rappen.caller({ balance: '0' });
const anna = await personIn(rappen, mandateId, 'mandate_admin');
const FIRST = Date.parse('2026-05-01T00:00:00Z');
await insertBackdated(
  rappen.database.openOwner(),
  mandateId,
  Array.from({ length: ROWS }, (_, index) => ({
    at: new Date(FIRST + index * 60_000).toISOString(),
    amount: -1_000_000n,
  })),
);

async function openList(search: Readonly<Record<string, string>> = {}) {
  const page = await openPage(rappen, { as: anna });
  const view = new TransactionsView(page);
  await view.open(mandateId, search);
  await view.rows().first().waitFor();
  return { page, view };
}

/** The row furthest down that is drawn, by its number. */
function lowestRow(view: TransactionsView): Promise<number> {
  return view
    .rows()
    .last()
    .getAttribute('aria-rowindex')
    .then((text) => Number(text) - 1);
}

/** Scrolls to the 5,000th row, and waits for it: until then, those that were there are drawn. */
async function jumpToTheMiddle(view: TransactionsView): Promise<void> {
  await view.grid.locator('..').evaluate((box) => box.scrollTo(0, 180_000));
  await soon(async () => Math.abs((await lowestRow(view)) - 5_000)).toBeLessThan(100);
  await soon(() => view.rows().count()).toBeGreaterThan(10);
}

/** Scrolls down until a row is drawn; says how many rows were drawn at most on the way. */
async function scrollTo(view: TransactionsView, row: number): Promise<number> {
  let most = 0;
  while ((await lowestRow(view)) < row) {
    await view.grid.locator('..').evaluate((box) => box.scrollBy(0, 3_000));
    most = Math.max(most, await view.rows().count());
    await view.page.waitForTimeout(20);
  }
  return most;
}

async function usedBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** The first day of the bookings in Zurich, to its midnight. */
const ROWS_OF_A_DAY = 22 * 60;

/** Pages of the list that the browser has asked for. */
function countPages(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (/\/api\/billing\/transactions\?/.test(request.url())) count++;
  });
  return () => count;
}

describe('scrolling', () => {
  test('far down and back costs no memory, and shows each booking once', async () => {
    const { page, view } = await openList();
    const session = await page.context().newCDPSession(page);
    const top = await view.rows().first().getAttribute('data-booking');
    await soon(() => view.grid.getAttribute('aria-rowcount')).toBe(String(ROWS + 1));
    expect(await scrollTo(view, 2_000)).toBeLessThan(MOST_DRAWN);
    const before = await usedBytes(session);
    expect(await scrollTo(view, 10_000)).toBeLessThan(MOST_DRAWN);
    // To keep 8,000 bookings would cost 10 MB and more.
    expect((await usedBytes(session)) - before).toBeLessThan(4_000_000);
    // The first is the row that Tab would reach.
    await soon(async () => {
      const numbers = await view
        .rows()
        .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.ariaRowIndex)));
      return numbers.length > 10 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
    }).toBe(true);
    // The rows are those of their numbers: one a minute, the newest first.
    const [index, time] = await view
      .rows()
      .nth(10)
      .evaluate((row) => [row.ariaRowIndex, row.querySelector('td')?.textContent]);
    const at = new Date(FIRST + (ROWS - 1 - (Number(index) - 2)) * 60_000);
    expect(time).toContain(at.toLocaleTimeString('de-CH', { timeZone: 'Europe/Zurich' }));

    const pages = countPages(page);
    await jumpToTheMiddle(view);
    // What was dropped is read again by its cursor, not from the top.
    expect(pages()).toBeLessThan(6);
    await view.grid.locator('..').evaluate((box) => box.scrollTo(0, 0));
    await soon(() => view.rows().first().getAttribute('data-booking')).toBe(top);
  });

  test('what the thumb of the scrollbar flies past is not asked for', async () => {
    const { page, view } = await openList();
    await scrollTo(view, 10_000);
    await soon(() => page.evaluate(() => document.querySelectorAll('.animate-pulse').length)).toBe(0);
    // The time of the page stands still but for a frame at each place, however long this machine takes for it.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 10_000);
    const pages = countPages(page);
    const box = view.grid.locator('..');
    for (let top = 350_000; top > 5_000; top -= 10_000) {
      await box.evaluate((scroller, to) => scroller.scrollTo(0, to), top);
      // Until the page has heard of it; if it has not, it asks for less.
      await page.waitForTimeout(30);
      await page.clock.runFor(16);
    }
    expect(pages()).toBeLessThan(5);
    await page.clock.resume();
    await jumpToTheMiddle(view);
  });

  test('a list that grew meanwhile keeps its rows', async () => {
    const { page, view } = await openList();
    await scrollTo(view, 1_000);
    await insertBackdated(rappen.database.openOwner(), mandateId, [
      { at: new Date().toISOString(), amount: -1n },
    ]);
    await view.grid.locator('..').evaluate((box) => box.scrollTo(0, 0));
    await soon(() => lowestRow(view)).toBeLessThan(100);
    const times = await view.rows().locator('td:first-child').allInnerTexts();
    expect(new Set(times).size).toBe(times.length);
    await page.reload();
    await soon(() => view.grid.getAttribute('aria-rowcount')).toBe(String(ROWS + 2));
  });
});

test('keys go through the rows, and the focus is always on one that is there', async () => {
  const { page, view } = await openList({ to: '2026-05-01' });
  const focused = () => page.evaluate(() => Number(document.activeElement?.getAttribute('aria-rowindex')));
  await view.rows().first().focus();
  await page.keyboard.press('ArrowDown');
  await soon(focused).toBe(3);
  await page.keyboard.press('PageDown');
  await soon(focused).toBeGreaterThan(15);
  await page.keyboard.press('End');
  await soon(focused).toBeGreaterThan(90);
  // The end of what is known: it goes on when more has been read, until there is no more.
  await soon(async () => {
    await page.keyboard.press('End');
    return focused();
  }).toBe(ROWS_OF_A_DAY + 1);
  const at = ROWS_OF_A_DAY;
  await page.keyboard.press('ArrowUp');
  await soon(focused).toBe(at);
  await page.keyboard.press('Enter');
  await view.drawer().getByText('Ids').waitFor();
  await page.keyboard.press('Escape');
  await soon(focused).toBe(at);
  // Whoever has scrolled away with the mouse comes back to his row with the next key.
  await view.grid.locator('..').evaluate((box) => box.scrollBy(0, -4_000));
  await soon(async () => Number(await view.rows().first().getAttribute('aria-rowindex'))).toBeLessThan(
    at - 80,
  );
  await page.keyboard.press('ArrowUp');
  await soon(focused).toBe(at - 1);
  await page.keyboard.press('Home');
  await soon(focused).toBe(2);
});
