import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withInstallLock } from '../../../scripts/launch/install-lock.mjs';
import { installByApt } from './apt-browser.ts';
import { FETCHED_BROWSER, fetchBrowser } from './fetched-browser.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Where distributions and vendors put it, and where we do; the build without windows first: it takes a quarter less time. */
const KNOWN_PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  FETCHED_BROWSER,
];

/**
 * The path of a Chromium that runs: the one of `CHROME_PATH`, else the machine's own, else Debian's by apt-get (as root),
 * else the build of the npm package `@sparticuz/chromium` (Linux, x64), fetched into scripts/browser. Of several
 * processes one installs, the others wait. Throws with what to do where none of them works.
 */
export async function ensureBrowser(chosen = process.env.CHROME_PATH): Promise<string> {
  if (chosen && !runs(chosen)) throw new Error(`CHROME_PATH is ${chosen}, and that is no browser that runs`);
  return chosen || (findInstalled() ?? (await withInstallLock(ROOT, installBrowser)));
}

async function installBrowser(): Promise<string> {
  const found = findInstalled() ?? (installByApt() ? findInstalled() : undefined);
  if (found) return found;
  const problem = await fetchBrowser();
  if (problem === undefined && runs(FETCHED_BROWSER)) return FETCHED_BROWSER;
  throw new Error(
    `The tests of the pages need Chromium, and ${problem ?? 'the fetched build does not run here'}. ` +
      'Install Chromium or Google Chrome, or name one by CHROME_PATH, and run them again.',
  );
}

function findInstalled(): string | undefined {
  return KNOWN_PLACES.find((place) => existsSync(place) && runs(place));
}

/** There may be a file that only says how to install the program, as Ubuntu has it. */
function runs(path: string): boolean {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  return status === 0 && /Chrom/.test(stdout);
}
