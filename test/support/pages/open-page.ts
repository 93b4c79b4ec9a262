import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { afterAll, inject, onTestFailed, onTestFinished } from 'vitest';
import type { Language } from '#kernel/language.ts';
import type { TestRappen } from '../rappen.ts';
import { environmentOf } from './browser-program.ts';
import { PageFaults } from './page-faults.ts';

export interface PageOptions {
  /** Whose page it is; left out: nobody is signed in. */
  readonly as?: { readonly email: string; readonly password: string } | undefined;
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  /** Where the browser is; default Europe/Zurich. */
  readonly timeZone?: string;
  readonly width?: number;
  readonly height?: number;
}

const FOLDER = 'test-results';
let browser: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
function sharedBrowser(): Promise<Browser> {
  browser ??= startBrowser();
  return browser;
}

async function startBrowser(): Promise<Browser> {
  const program = inject('browserProgram');
  const env = Object.fromEntries(
    Object.entries(environmentOf(program)).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  // The sandbox needs rights that a container or root may not have; only our own pages are opened.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  const started = await chromium.launch({ executablePath: program.path, args, env });
  afterAll(() => started.close());
  return started;
}

/** A fresh browser profile with the given language, theme and place, signed in through the real endpoint. */
export async function openContext(rappen: TestRappen, options: PageOptions = {}): Promise<BrowserContext> {
  const {
    language = 'en',
    theme = 'light',
    timeZone = 'Europe/Zurich',
    width = 1280,
    height = 900,
  } = options;
  const context = await (await sharedBrowser()).newContext({
    baseURL: rappen.url,
    locale: `${language}-CH`,
    timezoneId: timeZone,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    ([name, look]) => {
      if (localStorage.getItem('rappen-language') === null) localStorage.setItem('rappen-language', name);
      if (localStorage.getItem('rappen-theme') === null) localStorage.setItem('rappen-theme', look);
    },
    [language, theme] as const,
  );
  if (options.as) await signIn(context, rappen, options.as);
  return context;
}

async function signIn(
  context: BrowserContext,
  rappen: TestRappen,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { cookie } = await rappen.signIn(email, password);
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const cut = pair.indexOf('=');
      return { name: pair.slice(0, cut), value: pair.slice(cut + 1), url: rappen.url };
    }),
  );
}

/**
 * A page in a profile of its own, closed at the end of the test. The test fails on any error that the page throws or
 * writes to its console, and on everything that the policy refuses, unless it was expected (`faults.expect`). Where it
 * fails, a picture lies in test-results/.
 */
export async function openPage(
  rappen: TestRappen,
  options: PageOptions = {},
): Promise<Page & { readonly faults: PageFaults }> {
  const context = await openContext(rappen, options);
  const page = await context.newPage();
  const faults = new PageFaults(page);
  onTestFailed(async ({ task }) => {
    mkdirSync(FOLDER, { recursive: true });
    const name = task.name.replace(/[^\w-]+/g, '-').slice(0, 80);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) }).catch(() => undefined);
  });
  onTestFinished(async () => {
    const found = faults.unexpected();
    await context.close();
    if (found.length > 0) throw new Error(`the page has faults:\n${found.join('\n')}`);
  });
  return Object.assign(page, { faults });
}
