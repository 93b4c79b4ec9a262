import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from './install-packages.mjs';
import { LaunchError } from './launch-error.mjs';

/** The Node to go on with: this one if it is new enough, else the one pinned in scripts/node, fetched when first needed. */
export async function ensureNode(root) {
  const wanted = readJson(join(root, 'package.json')).engines.node;
  if (isNewEnough(process.versions.node, wanted)) return process.execPath;

  const folder = join(root, 'scripts', 'node');
  const fetched = pinnedNode(folder);
  if (!fetched) {
    throw new LaunchError(
      `Node ${process.versions.node} is too old (needed: ${wanted}), and there is no build to fetch for ${process.platform}-${process.arch}. ` +
        'Install Node 24 (https://nodejs.org) and run the command again.',
    );
  }
  await ensurePackages({
    folder,
    lockFolder: root,
    node: process.execPath,
    what: `Node ${fetched.version}, because Node ${process.versions.node} is too old (needed: ${wanted})`,
    proof: () => assertRuns(fetched),
  });
  return fetched.path;
}

/** `wanted` is `>=major.minor`. Node 23 ended without what 22.18 and 24.2 have (`import.meta.main`). */
export function isNewEnough(version, wanted) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = wanted.replace('>=', '').split('.').map(Number);
  if (major === 23) return false;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** The package of scripts/node/package-lock.json that fits this machine. */
function pinnedNode(folder) {
  const { packages } = readJson(join(folder, 'package-lock.json'));
  for (const [path, { os, cpu, version, bin }] of Object.entries(packages)) {
    if (path !== '' && os === process.platform && cpu === process.arch) {
      return { name: path.replace('node_modules/', ''), version, path: join(folder, path, bin.node) };
    }
  }
  return undefined;
}

/** A build that is there may still not run: on Alpine, for one, as it is linked against glibc. */
function assertRuns({ name, version, path }) {
  if (!existsSync(path))
    throw new LaunchError(`${name}@${version} could not be downloaded. Check the network.`);
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (answer.stdout?.trim() !== `v${version}`) {
    throw new LaunchError(
      `the fetched ${name}@${version} does not run here (${answer.error?.message ?? answer.stderr.trim().slice(0, 200)}). ` +
        'Install Node 24 (https://nodejs.org) and run the command again.',
    );
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
