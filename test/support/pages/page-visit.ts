import type { Page, Request } from '@playwright/test';
import { expect } from './page-expect.ts';
import { PATIENCE_MS } from './page-patience.ts';

/** What holds the place of something that is being loaded. */
const PLACEHOLDERS = '.animate-pulse';

/** Opens the address and waits until the page stands: nothing is asked for, or on its way. */
export async function visit(page: Page, address: string): Promise<void> {
  const awaited = new Set<Request>();
  const end = (request: Request) => awaited.delete(request);
  page.on('request', (request) => {
    if (!isStream(request)) awaited.add(request);
  });
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  await page.goto(address);
  await expect(async () => {
    await settle(page);
    expect([...awaited].map((request) => request.url())).toEqual([]);
    expect(await page.locator(PLACEHOLDERS).count()).toBe(0);
    expect(await page.locator('h1').count()).toBe(1);
  }, `${address} stands`).toPass({ timeout: PATIENCE_MS, intervals: [20, 50, 100, 250] });
}

/** What comes to no end. */
function isStream(request: Request): boolean {
  return request.resourceType() === 'eventsource' || /\/events(\?|$)/.test(request.url());
}

/** Waits until fonts are there, and what has changed is drawn. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}
