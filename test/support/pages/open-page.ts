import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { afterAll, inject, onTestFinished } from 'vitest';
import type { Language } from '#kernel/language.ts';
import type { TestRappen } from '../rappen.ts';
import { keepEvidence } from './page-evidence.ts';
import { PageFaults } from './page-faults.ts';
import { PATIENCE_MS } from './page-patience.ts';
import { signInPerson } from './page-sign-in.ts';

export interface PageOptions {
  /** Whose page it is; left out: nobody is signed in. */
  readonly as?: { readonly email: string; readonly password: string } | undefined;
  /** Which language the browser asks for; default English. */
  readonly language?: Language;
  /** Which theme the machine has; default light. */
  readonly theme?: 'light' | 'dark';
  /** Where the browser is; default Europe/Zurich. */
  readonly timeZone?: string;
  readonly width?: number;
  readonly height?: number;
  /** Default: the person wants less motion, so that nothing is half on its way when it is looked at. */
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Whether each step is written down, for a test that is looked into: it takes as long as the test itself. */
  readonly isTraced?: boolean;
}

export type TestPage = Page & { readonly faults: PageFaults };

const IS_TRACED = process.env.PAGE_TRACES === '1';

let browser: Promise<Browser> | undefined;

// Registered for every file that imports this one.
afterAll(async () => (await browser)?.close());

/**
 * A page in a profile of its own, closed at the end of the test. The test fails on any error that the page throws or
 * writes to its console (answers that refuse are among them), and on everything that the policy forbids, unless it was
 * expected (`faults.expect`). Where it fails, a picture lies in test-results/, with PAGE_TRACES=1 a trace too.
 */
export async function openPage(rappen: TestRappen, options: PageOptions = {}): Promise<TestPage> {
  const context = await openContext(rappen, options);
  if (options.isTraced ?? IS_TRACED) await context.tracing.start({ snapshots: true });
  return guardedPage(context, () => context.close());
}

/** One more page in a profile that stays open; the same holds for it, but for the trace. */
export function openPageIn(context: BrowserContext): Promise<TestPage> {
  return guardedPage(context, (page) => page.close());
}

/** A fresh browser profile with the given language, theme and place, signed in through the real endpoint. */
export async function openContext(rappen: TestRappen, options: PageOptions = {}): Promise<BrowserContext> {
  browser ??= startBrowser();
  const context = await (await browser).newContext({
    baseURL: rappen.url,
    locale: `${options.language ?? 'en'}-CH`,
    timezoneId: options.timeZone ?? 'Europe/Zurich',
    colorScheme: options.theme ?? 'light',
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    reducedMotion: options.reducedMotion ?? 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (options.as) await signInPerson(context, options.as);
  return context;
}

function startBrowser(): Promise<Browser> {
  // The sandbox needs rights that a container or root may not have; only our own pages are opened.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  return chromium.launch({ executablePath: inject('browserProgram'), args });
}

async function guardedPage(context: BrowserContext, close: (page: Page) => Promise<void>): Promise<TestPage> {
  const page = await context.newPage();
  const faults = new PageFaults(page);
  onTestFinished(async ({ task }) => {
    const found = faults.unexpected();
    if (found.length > 0 || task.result?.state === 'fail') await keepEvidence(page, task);
    await close(page);
    if (found.length > 0) throw new Error(`the page has faults:\n${found.join('\n')}`);
  });
  return Object.assign(page, { faults });
}
