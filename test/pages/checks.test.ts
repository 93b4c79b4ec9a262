import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  layoutShift,
  tabThrough,
  watchLayoutShift,
} from '#test/support/pages/page-checks.ts';
import { startTestRappen } from '#test/support/rappen.ts';

/** A page that has every fault that the checks are there to find, each in its own part of the address. */
const BAD_PAGE = `<!doctype html><html lang="en"><head><title>Faults</title><link rel="icon" href="data:,"></head><body><main><h1>Faults</h1>
<div id="late"></div><button id="plain">Plain</button><p>What stands below moves.</p></main>
<script nonce="__NONCE__">
  const fault = new URLSearchParams(location.search).get('fault');
  const main = document.querySelector('main');
  const add = (html) => main.insertAdjacentHTML('beforeend', html);
  if (fault === 'contrast') { add('<p id="pale">pale</p>'); document.getElementById('pale').style.color = '#ccc'; }
  if (fault === 'wide') { add('<p id="wide">wide</p>'); document.getElementById('wide').style.width = '2000px'; }
  if (fault === 'ring') document.getElementById('plain').style.outline = 'none';
  if (fault === 'thrown') throw new Error('a fault of the page');
  if (fault === 'policy') add('<img src="http://127.0.0.1:9/x.png" alt="">');
  if (fault === 'shift') setTimeout(() => { document.getElementById('late').style.height = '600px'; }, 300);
</script></body></html>`;

const directory = mkdtempSync(join(tmpdir(), 'rappen-faults-'));
mkdirSync(join(directory, 'assets'));
writeFileSync(join(directory, 'index.html'), BAD_PAGE);
afterAll(() => rmSync(directory, { recursive: true }));
const rappen = await startTestRappen({ pagesDirectory: directory });

describe('the checks find what they are for', () => {
  test('a page without a fault', async () => {
    const page = await openPage(rappen, { width: 320 });
    await watchLayoutShift(page);
    await page.goto('/billing');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(await tabThrough(page)).toEqual(['button Plain']);
    expect(await layoutShift(page)).toBe(0);
  });

  test('a pale text', async () => {
    const page = await openPage(rappen);
    await page.goto('/billing?fault=contrast');
    await expect(expectAccessible(page)).rejects.toThrow('color-contrast');
  });

  test('what sticks out', async () => {
    const page = await openPage(rappen, { width: 320 });
    await page.goto('/billing?fault=wide');
    await expect(expectNoSidewaysScroll(page)).rejects.toThrow('id="wide"');
  });

  test('a focus that nobody sees', async () => {
    const page = await openPage(rappen);
    await page.goto('/billing?fault=ring');
    await expect(tabThrough(page)).rejects.toThrow('no focus ring on button Plain');
  });

  test('what moves after it was shown', async () => {
    const page = await openPage(rappen);
    await watchLayoutShift(page);
    await page.goto('/billing?fault=shift');
    await expect.poll(() => layoutShift(page)).toBeGreaterThan(0.01);
  });

  test.each([
    ['thrown', 'a fault of the page'],
    ['policy', 'Content Security Policy'],
  ])('an error: %s', async (fault, text) => {
    const page = await openPage(rappen);
    await page.goto(`/billing?fault=${fault}`);
    await expect.poll(() => page.faults.unexpected().join()).toContain(text);
    page.faults.expect(/./);
  });
});
