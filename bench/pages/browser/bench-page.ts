import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { ensureBrowser } from '#test/support/pages/browser-program.ts';
import { PageFaults } from '#test/support/pages/page-faults.ts';
import { signInPerson } from '#test/support/pages/page-sign-in.ts';
import type { Defer } from '../../scope.ts';
import type { PagesRequest } from '../pages-measured.ts';

/** The page of transactions, in a profile of its own in which nothing is cached. */
export interface BenchPage {
  readonly request: PagesRequest;
  readonly page: Page;
  readonly session: CDPSession;
  /** Throws with what went wrong on the page without anybody seeing it. */
  requireNoFaults(): void;
}

/** A browser without windows, signed in as the person of the request. */
export async function openBenchPage(request: PagesRequest, defer: Defer): Promise<BenchPage> {
  const browser = await startBrowser();
  defer(() => browser.close());
  const context = await browser.newContext({
    baseURL: request.url,
    locale: 'en-CH',
    timezoneId: 'Europe/Zurich',
    viewport: { width: 1280, height: 900 },
  });
  await signInPerson(context, request.login);
  const page = await context.newPage();
  const faults = new PageFaults(page);
  // Whoever asks too much is refused: that is counted.
  faults.expect(/429/);
  const session = await context.newCDPSession(page);
  return {
    ...{ request, page, session },
    requireNoFaults() {
      const found = faults.unexpected();
      if (found.length > 0) throw new Error(`the page has faults:\n${found.join('\n')}`);
    },
  };
}

/** The benchmark ends it, not a signal: those reach the benchmark itself. */
async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
