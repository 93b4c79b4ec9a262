import { chromium, type Page, request } from '@playwright/test';
import { must } from '#kernel/assert.ts';
import type { Language } from '#kernel/language.ts';
import { ensureBrowser } from '#test/support/pages/browser-program.ts';
import { addressOf, PAGE_LIST, readPlaces } from '#test/support/pages/page-list.ts';
import { signInPerson } from '#test/support/pages/page-sign-in.ts';
import { settle, visit } from '#test/support/pages/page-visit.ts';
import { COMPANY_PEOPLE, type Login } from '#test/support/pages/sample-people.ts';
import type { DemoInstance } from './demo-instance.ts';
import type { Pixels } from './indexed-png.ts';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Studio {
  /** Opens a page of the list, by name, as the person whose page it is. */
  open(name: string, theme: Theme): Promise<Sitting>;
  close(): Promise<void>;
}

export interface Sitting {
  /** The whole page, however long, as PNG. */
  take(width: number): Promise<Buffer>;
  /** What a window of this size shows. */
  readPixels(width: number, height: number): Promise<Pixels>;
  end(): Promise<void>;
}

export async function openStudio(demo: DemoInstance, language: Language): Promise<Studio> {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const people = { ...COMPANY_PEOPLE, operator: demo.operator };
  const cookies = cookieJar(demo.url);
  const profileOf = async (theme: Theme, person: Login | undefined) => {
    const context = await browser.newContext({
      ...(person ? { storageState: await cookies(person) } : {}),
      baseURL: demo.url,
      locale: `${language}-CH`,
      timezoneId: 'Europe/Zurich',
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    return context;
  };
  const first = await profileOf('light', COMPANY_PEOPLE.administrator);
  const places = await readPlaces(first.request);
  await first.close();
  return {
    close: () => browser.close(),
    async open(name, theme) {
      const listed = must(
        PAGE_LIST.find((page) => page.name === name),
        `the page ${name}`,
      );
      const context = await profileOf(theme, listed.as && people[listed.as]);
      const page = await context.newPage();
      await visit(page, addressOf(listed, places));
      // The place that is kept free for a scrollbar, which pictures do not show.
      await page.evaluate(() => document.documentElement.style.setProperty('scrollbar-gutter', 'auto'));
      return sittingOf(page, () => context.close());
    },
  };
}

/** Everybody signs in once: who does so for each picture is soon taken for somebody who guesses. */
function cookieJar(baseURL: string) {
  const known = new Map<string, ReturnType<typeof cookiesOf>>();
  return (person: Login) => {
    const cookies = known.get(person.email) ?? cookiesOf(baseURL, person);
    known.set(person.email, cookies);
    return cookies;
  };
}

async function cookiesOf(baseURL: string, person: Login) {
  const client = await request.newContext({ baseURL });
  await signInPerson({ request: client }, person);
  const cookies = await client.storageState();
  await client.dispose();
  return cookies;
}

const HEIGHT = 900;

function sittingOf(page: Page, end: () => Promise<void>): Sitting {
  const frame = async (width: number, height: number) => {
    await page.setViewportSize({ width, height });
    await settle(page);
  };
  return {
    end,
    async take(width) {
      await frame(width, HEIGHT);
      await page.evaluate(unfasten);
      return page.screenshot({ fullPage: true });
    },
    async readPixels(width, height) {
      await frame(width, height);
      const picture = await page.screenshot();
      return decode(page, picture, width, height);
    },
  };
}

/** What stays in the window while a page is scrolled stands in the whole picture where it begins, and where it ends. */
function unfasten(): void {
  window.scrollTo(0, 0);
  for (const element of document.querySelectorAll<HTMLElement>('main *'))
    if (getComputedStyle(element).position === 'sticky')
      element.style.setProperty('inset', 'auto', 'important');
}

/** The browser knows how to read a picture; on an empty page, whose policy allows it. */
async function decode(page: Page, picture: Buffer, width: number, height: number): Promise<Pixels> {
  await page.goto('about:blank');
  const base64 = await page.evaluate(
    async ([source, wide, high]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(wide, high);
      const drawing = canvas.getContext('2d');
      drawing?.drawImage(image, 0, 0);
      const bytes = drawing?.getImageData(0, 0, wide, high).data ?? new Uint8ClampedArray();
      let text = '';
      for (let at = 0; at < bytes.length; at += 32_768)
        text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
      return btoa(text);
    },
    [picture.toString('base64'), width, height] as const,
  );
  return { width, height, rgba: Buffer.from(base64, 'base64') };
}
