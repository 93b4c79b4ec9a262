import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withInstallLock } from '../../../scripts/launch/install-lock.mjs';
import { ensurePackages } from '../../../scripts/launch/install-packages.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FETCHED = join(ROOT, 'scripts/browser');
/** Where distributions and vendors put it. */
const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export interface BrowserProgram {
  readonly path: string;
  /** Folder of shared libraries that the machine lacks and the program needs. */
  readonly libraries?: string;
}

/**
 * A Chromium: the machine's own, else Debian's by apt-get (as root), else the build of the npm package
 * `@sparticuz/chromium` (Linux, x64), fetched into scripts/browser. Throws with what to do where none of them works.
 */
export async function ensureBrowser(): Promise<BrowserProgram> {
  return findInstalled() ?? (await withInstallLock(ROOT, installBrowser));
}

async function installBrowser(): Promise<BrowserProgram> {
  return findInstalled() ?? installByApt() ?? (await fetchBrowser());
}

function findInstalled(): BrowserProgram | undefined {
  const path = KNOWN_PLACES.find((place) => existsSync(place) && runs({ path: place }));
  return path === undefined ? undefined : { path };
}

/** There may be a file that only says how to install the program, as Ubuntu has it. */
function runs(program: BrowserProgram): boolean {
  const env = environmentOf(program);
  return spawnSync(program.path, ['--version'], { env, timeout: 60_000 }).status === 0;
}

/** What the program is to be started with. */
export function environmentOf({ libraries }: BrowserProgram): NodeJS.ProcessEnv {
  return { ...process.env, ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) };
}

function installByApt(): BrowserProgram | undefined {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  say('installing Chromium by apt-get, for the tests of the pages ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env }).status === 0;
  if (!install()) {
    spawnSync('apt-get', ['update'], { env });
    install();
  }
  return findInstalled();
}

/** The part of `@sparticuz/chromium` that is used: it unpacks its archives into the temporary directory. */
interface PackedChromium {
  readonly default: { executablePath(): Promise<string> };
  readonly inflate: (archive: string) => Promise<string>;
}

export async function fetchBrowser(): Promise<BrowserProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(noBrowser('there is no build'));
  await ensurePackages({
    folder: FETCHED,
    lockFolder: FETCHED,
    node: process.execPath,
    what: 'a browser, for the tests of the pages',
  });
  const folder = join(FETCHED, 'node_modules/@sparticuz/chromium');
  const packed = (await import(pathToFileURL(join(folder, 'build/index.js')).href)) as PackedChromium;
  return withTemporaryDirectory(join(FETCHED, 'node_modules/.unpacked'), async () => {
    const path = await packed.default.executablePath();
    if (runs({ path })) return { path };
    const libraries = join(await packed.inflate(join(folder, 'bin/al2023.tar.br')), 'lib');
    if (runs({ path, libraries })) return { path, libraries };
    throw new Error(noBrowser('the fetched build does not run here'));
  });
}

/** The package unpacks to a fixed name, which may be another account's in the machine's directory. */
async function withTemporaryDirectory<Result>(
  directory: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = process.env.TMPDIR;
  mkdirSync(directory, { recursive: true });
  process.env.TMPDIR = directory;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function noBrowser(reason: string): string {
  return `The tests of the pages need Chromium, and ${reason}. Install Chromium or Google Chrome, and run them again.`;
}

function say(text: string): void {
  process.stderr.write(`rappen: ${text}\n`);
}
