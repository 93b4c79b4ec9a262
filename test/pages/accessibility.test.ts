import { readdirSync, readFileSync } from 'node:fs';
import type { BrowserContext } from '@playwright/test';
import { afterAll, describe, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import type { Language } from '#kernel/language.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { openContext, openPageIn } from '#test/support/pages/open-page.ts';
import {
  expectAccessible,
  expectAll,
  expectLayoutShiftBelow,
  expectNoMessageIds,
  expectNoSidewaysScroll,
  expectReadableColours,
  watchLayoutShift,
} from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { addressOf, type ListedPage, PAGE_LIST, readPlaces } from '#test/support/pages/page-list.ts';
import { PATIENCE_MS } from '#test/support/pages/page-patience.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { samplePeople } from '#test/support/pages/sample-people.ts';
import { startSamplePages } from '#test/support/pages/start-pages.ts';

const rappen = await startSamplePages();
const people = await samplePeople(rappen);

/** One browser profile for each language and person; the pages of one share its cache. */
const profiles = new Map<string, Promise<BrowserContext>>();
afterAll(async () => {
  for (const profile of profiles.values()) await (await profile).close();
});

function profileOf(language: Language, who: ListedPage['as']): Promise<BrowserContext> {
  const name = `${language} ${who}`;
  const profile = profiles.get(name) ?? openContext(rappen, { language, as: who && people[who] });
  profiles.set(name, profile);
  return profile;
}

const places = await readPlaces((await profileOf('en', 'administrator')).request);

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(pagesIn(language))('$name', async (listed) => {
    const page = await openPageIn(await profileOf(language, listed.as));
    for (const fault of listed.faults ?? []) page.faults.expect(fault);
    await watchLayoutShift(page);
    await visit(page, addressOf(listed, places));
    await expectAll(
      () => expectLayoutShiftBelow(page, 0.02),
      () => expect(page.locator('html')).toHaveAttribute('lang', language),
      () => expectNoMessageIds(page),
      () => expectAccessible(page),
      async () => {
        await page.emulateMedia({ colorScheme: 'dark' });
        if (!listed.isEnglish) await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
        // On a busy machine the colours of a page may take a moment to follow.
        await expect(() => expectReadableColours(page)).toPass({ timeout: PATIENCE_MS });
      },
      async () => {
        await page.setViewportSize({ width: 320, height: 800 });
        // Charts follow a moment later.
        await expect(() => expectNoSidewaysScroll(page)).toPass({ timeout: PATIENCE_MS });
      },
    );
  });
});

function pagesIn(language: Language): readonly ListedPage[] {
  return PAGE_LIST.filter(({ isEnglish }) => !isEnglish || language === 'en');
}

test('every address of the pages is in the list', () => {
  const folder = 'src/web/routes';
  const files = readdirSync(folder).filter((name) => name.endsWith('.pages.ts'));
  const routes = files.flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) =>
      must(path, 'a path'),
    ),
  );
  expect(routes.length).toBeGreaterThan(20);
  const listed = PAGE_LIST.map(({ path }) => path.replace(/\?.*/, ''));
  const onlyLeadsOn = ['/'];
  const missing = routes.filter(
    (route) => !onlyLeadsOn.includes(route) && !listed.some((path) => path.endsWith(route)),
  );
  expect(missing).toEqual([]);
});
