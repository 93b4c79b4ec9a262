import type { Page } from '@playwright/test';
import { test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { openContext, openPage } from '#test/support/pages/open-page.ts';
import { expectLayoutShiftBelow, watchLayoutShift } from '#test/support/pages/page-checks.ts';
import { addressOf, PAGE_LIST, readPlaces } from '#test/support/pages/page-list.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { samplePeople } from '#test/support/pages/sample-people.ts';
import { startSamplePages } from '#test/support/pages/start-pages.ts';

/** On a slow line the answers come one by one, and each finds its place held: nothing moves. */

const rappen = await startSamplePages();
const people = await samplePeople(rappen);
const context = await openContext(rappen, { as: people.administrator });
const places = await readPlaces(context.request);
await context.close();
const APART_MS = 120;

/** Every answer of the API comes so much later than the one before, the last that was asked for first. */
async function comeOneByOne(page: Page): Promise<void> {
  const waiting: (() => void)[] = [];
  const timer = setInterval(() => waiting.pop()?.(), APART_MS);
  page.on('close', () => clearInterval(timer));
  await page.route(/\/api\/(?!.*events)/, async (route) => {
    await new Promise<void>((resolve) => void waiting.push(resolve));
    await route.continue();
  });
}

test.each([
  ['one-user', 1280],
  ['role-of-a-user', 1280],
  ['users', 1280],
  ['overview', 1280],
  ['automation-models', 1280],
  ['transaction', 1280],
  ['mandate', 1280],
  ['prices', 1280],
  ['invoice-rule', 320],
])('%s, %i px wide', async (name, width) => {
  const listed = must(
    PAGE_LIST.find((page) => page.name === name),
    'the page',
  );
  const page = await openPage(rappen, { as: listed.as && people[listed.as], language: 'fr', width });
  await watchLayoutShift(page);
  await comeOneByOne(page);
  await visit(page, addressOf(listed, places));
  await expectLayoutShiftBelow(page, 0.01);
});
