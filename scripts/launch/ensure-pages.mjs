import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withInstallLock } from './install-lock.mjs';
import { LaunchError } from './launch-error.mjs';

/** What the built pages depend on. */
const SOURCES = ['src/web', 'src/kernel', 'vite.config.ts', 'lingui.config.ts', 'package-lock.json'];
const BUILT_OF = 'dist/pages/.built-of';

/** Builds the pages into dist/pages, unless they are there and of just these sources: to know that takes a few milliseconds. */
export async function ensurePages({ root, node }) {
  if (areBuilt(root)) return;
  await withInstallLock(root, async () => {
    if (areBuilt(root)) return;
    const started = Date.now();
    const args = [join(root, 'scripts/pages/build-pages.ts'), fingerprint(root)];
    // As they are shipped: a test runner's own NODE_ENV would make a development build of them.
    const env = { ...process.env, NODE_ENV: 'production' };
    const { status, stdout, stderr } = spawnSync(node, args, { cwd: root, encoding: 'utf8', env });
    if (status !== 0) throw new LaunchError(`the pages could not be built:\n${stdout}${stderr}`, 1);
    process.stderr.write(`rappen: pages built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  });
}

function areBuilt(root) {
  try {
    return readFileSync(join(root, BUILT_OF), 'utf8') === fingerprint(root);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function fingerprint(root) {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesOf(root, source))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The path itself if it is a file, else all files below it, sorted. */
function filesOf(root, path) {
  if (/\.\w+$/.test(path)) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}
