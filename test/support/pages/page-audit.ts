import type { BrowserContext } from '@playwright/test';
import { afterAll, describe, test } from 'vitest';
import type { Language } from '#kernel/language.ts';
import { openContext, openPageIn } from './open-page.ts';
import {
  expectAccessible,
  expectAll,
  expectLayoutShiftBelow,
  expectNoMessageIds,
  expectNoSidewaysScroll,
  expectReadableColours,
  watchLayoutShift,
} from './page-checks.ts';
import { expect } from './page-expect.ts';
import { addressOf, type ListedPage, PAGE_LIST, readPlaces } from './page-list.ts';
import { PATIENCE_MS } from './page-patience.ts';
import { visit } from './page-visit.ts';
import { samplePeople } from './sample-people.ts';
import { startSamplePages } from './start-pages.ts';

/** What one file audits; another takes the rest, so that two workers share the time. */
export const FIRST_LANGUAGES: readonly Language[] = ['de', 'en'];

/** The colours of the dark theme do not depend on the language: that of the widest texts, and English where there is no other. */
const COLOURS_IN: Language = 'de';

/**
 * Makes a test of every listed page in each language: accessible, in both themes, in its language, without layout shift,
 * and not too wide for 320 px.
 */
export async function auditPages(languages: readonly Language[]): Promise<void> {
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

  describe.each(languages)('in %s', (language) => {
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
          if (language !== COLOURS_IN && !listed.isEnglish) return;
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
}

function pagesIn(language: Language): readonly ListedPage[] {
  return PAGE_LIST.filter(({ isEnglish }) => !isEnglish || language === 'en');
}
