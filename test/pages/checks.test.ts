import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { FAULTY_PAGE } from '#test/support/pages/faulty-page.ts';
import { openPage, type PageOptions, type TestPage } from '#test/support/pages/open-page.ts';
import {
  expectAccessible,
  expectLayoutShiftBelow,
  expectNoMessageIds,
  expectNoSidewaysScroll,
  layoutShift,
  tabThrough,
  watchLayoutShift,
} from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const directory = mkdtempSync(join(tmpdir(), 'rappen-faults-'));
mkdirSync(join(directory, 'assets'));
writeFileSync(join(directory, 'index.html'), FAULTY_PAGE);
afterAll(() => rmSync(directory, { recursive: true }));
const rappen = await startTestRappen({ pagesDirectory: directory });

async function faultyPage(fault: string, options: PageOptions = {}): Promise<TestPage> {
  const page = await openPage(rappen, options);
  await watchLayoutShift(page);
  await page.goto(`/billing?fault=${fault}`);
  return page;
}

test('a page without a fault passes them all', async () => {
  const page = await faultyPage('none', { width: 320 });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await expectNoMessageIds(page);
  expect(await tabThrough(page)).toEqual(['button Plain']);
  await expectLayoutShiftBelow(page, 0.000_1);
});

test('the documentation of the API is accessible, and nothing moves in it', async () => {
  const page = await openPage(rappen, { width: 320 });
  await watchLayoutShift(page);
  await page.goto('/api/docs');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await expectLayoutShiftBelow(page, 0.02);
});

describe('the checks find what they are for', () => {
  test.each<[string, string, (page: TestPage) => Promise<unknown>]>([
    ['contrast', 'color-contrast', expectAccessible],
    ['wide', 'id="wide"', expectNoSidewaysScroll],
    ['margin', 'px too wide for 320 px', expectNoSidewaysScroll],
    ['ring', 'no focus ring on button Plain', tabThrough],
    ['covered', 'on nothing that is seen: button Plain', tabThrough],
    ['trap', 'no end after 5 stops', (page) => tabThrough(page, 5)],
    ['id', 'ids: X8fG2k', expectNoMessageIds],
    ['label', 'ids: pL0/aQ', expectNoMessageIds],
  ])('%s: %s', async (fault, text, check) => {
    const page = await faultyPage(fault, { width: 320 });
    const message = await check(page).then(String, (error: Error) => error.message);
    expect(message).toContain(text);
    expect(message).not.toContain('OpenAI');
  });

  test('what moves after it was shown', async () => {
    const page = await faultyPage('shift', { width: 320 });
    await expect.poll(() => layoutShift(page)).toBeGreaterThan(0.02);
    await expect(expectLayoutShiftBelow(page, 0.02)).rejects.toThrow('<p>What stands below moves.</p>');
  });

  test.each([
    ['thrown', 'a fault of the page'],
    ['promise', 'nobody catches this'],
    ['policy', 'violates the following Content Security Policy'],
    ['style', 'violates the following Content Security Policy'],
    ['refused', '401'],
    ['away', '404'],
  ])('%s: %s', async (fault, text) => {
    const page = await faultyPage(fault);
    await expect.poll(() => page.faults.unexpected().join()).toContain(text);
    page.faults.expect(/./);
  });
});

describe('what nobody has expected', () => {
  const evidence = (name: string) => `test-results/checks-what-nobody-has-expected-${name}`;

  test.fails('fails', async () => {
    const page = await faultyPage('thrown', { isTraced: true });
    await expect.poll(() => page.faults.unexpected()).not.toEqual([]);
  });

  test('leaves a picture, and a trace where it was traced', () => {
    for (const file of [`${evidence('fails')}.png`, `${evidence('fails')}.zip`]) {
      expect(existsSync(file), file).toBe(true);
      rmSync(file);
    }
  });
});
