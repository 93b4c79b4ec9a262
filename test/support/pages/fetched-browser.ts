import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../../../scripts/launch/install-packages.mjs';

const FOLDER = fileURLToPath(new URL('../../../scripts/browser', import.meta.url));
const UNPACKED = join(FOLDER, 'node_modules/.unpacked');
/** Starts the fetched Chromium; written last, so it is there only if everything is. */
export const FETCHED_BROWSER = join(UNPACKED, 'start-chromium');

/** Its fonts, for machines that have none, and the machine's. The package's own list is for another place. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** The libraries come last: they are for machines that lack them. */
const START = `#!/bin/sh
here="$(dirname "$0")"
export FONTCONFIG_FILE="$here/fonts/rappen-fonts.conf"
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/al2023/lib"
exec "$here/chromium" "$@"
`;

/**
 * Fetches `@sparticuz/chromium` (67 MB; made for AWS Lambda, runs on any Linux with glibc) and unpacks it. Two at once are
 * kept apart by the caller. Answers with a problem, if there is one.
 */
export async function fetchBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `there is none to fetch for ${process.platform}-${process.arch}`;
  await ensurePackages({
    folder: FOLDER,
    lockFolder: FOLDER,
    node: process.execPath,
    what: 'a Chromium, for the tests of the pages',
  });
  return unpack();
}

/** In a process of its own: the package unpacks into the temporary directory, and only that of a process can be chosen. */
function unpack(): string | undefined {
  rmSync(UNPACKED, { recursive: true, force: true });
  mkdirSync(UNPACKED);
  const script = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: FOLDER,
    env: { ...process.env, TMPDIR: UNPACKED },
    encoding: 'utf8',
  });
  if (status !== 0) return `the fetched one could not be unpacked:\n${stderr}`;
  writeFileSync(join(UNPACKED, 'fonts/rappen-fonts.conf'), FONTS);
  writeFileSync(`${FETCHED_BROWSER}.new`, START, { mode: 0o755 });
  renameSync(`${FETCHED_BROWSER}.new`, FETCHED_BROWSER);
  return undefined;
}
