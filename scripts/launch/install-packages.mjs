import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallLock } from './install-lock.mjs';
import { runNpm } from './npm-process.mjs';

/**
 * Installs the packages of `folder` as its package-lock.json says, unless that has been done. A marker in node_modules
 * holds the lock file's hash, so that the check costs a millisecond; it is written last, so an interrupted installation
 * is repeated. Packages that were installed by hand count when they are the same versions.
 *
 * Install scripts run only for the packages that `allowScripts` in package.json lists, whatever the npm's version.
 */
export async function ensurePackages({ folder, lockFolder, node, what, proof = () => {} }) {
  if (isInstalled(folder)) return;
  await withInstallLock(lockFolder, async () => {
    if (isInstalled(folder)) return;
    const started = Date.now();
    if (!isInstalledByHand(folder)) {
      say(`installing ${what} ...`);
      await runNpm({ node, folder, args: ['ci', '--ignore-scripts', '--include=dev', '--include=optional'] });
    }
    const scripted = packagesWithAllowedScripts(folder);
    if (scripted.length > 0) await runNpm({ node, folder, args: ['rebuild', ...scripted] });
    proof();
    mkdirSync(join(folder, 'node_modules'), { recursive: true }); // npm makes none for an empty lock file
    writeFileSync(markerPath(folder), fingerprint(folder));
    say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  });
}

function isInstalled(folder) {
  return readText(markerPath(folder)) === fingerprint(folder);
}

function markerPath(folder) {
  return join(folder, 'node_modules', '.rappen-installed');
}

/** The platform belongs to it: a folder may be shared between machines. */
function fingerprint(folder) {
  const hash = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** npm writes node_modules/.package-lock.json last; it lists what is really there. */
function isInstalledByHand(folder) {
  const text = readText(join(folder, 'node_modules', '.package-lock.json'));
  if (text === undefined) return false;
  const present = JSON.parse(text).packages;
  const wanted = Object.entries(readLock(folder)).filter(([path]) => path !== '');
  return wanted.every(([path, entry]) => {
    const there = present[path];
    if (there) return there.version === entry.version && there.integrity === entry.integrity;
    return entry.optional === true && !isMadeForUs(entry);
  });
}

/** Made for this platform outright. One for any platform may be absent too: as a part of one that is made for others. */
function isMadeForUs({ os, cpu, libc }) {
  const names = (list, name) => list !== undefined && [list].flat().includes(name);
  return names(os, process.platform) && names(cpu, process.arch) && libc === undefined;
}

function packagesWithAllowedScripts(folder) {
  const { allowScripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name] === true);
  return allowed.filter((name) => existsSync(join(folder, 'node_modules', name)));
}

function readLock(folder) {
  return JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function say(text) {
  process.stderr.write(`rappen: ${text}\n`);
}
