import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Without windows where the distribution has it so, which starts and draws faster. */
const PACKAGES = ['chromium-headless-shell', 'chromium'];

/** Chromium by apt-get, where we are root. False: it did not work. Ubuntu has only a pointer to a snap there. */
export function installByApt(): boolean {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0 || isUbuntu()) return false;
  process.stderr.write(
    'rappen: no Chromium here: installing it by apt-get, for the tests of the pages ...\n',
  );
  if (PACKAGES.some(install)) return true;
  // Images are delivered without lists of packages, machines with old ones.
  apt('update');
  return PACKAGES.some(install);
}

function install(browser: string): boolean {
  // Without recommendations there would be no font for what the pages bring none for.
  return apt('install', '-y', '--no-install-recommends', browser, 'fonts-liberation');
}

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  if (status !== 0) process.stderr.write(stderr);
  return status === 0;
}

function isUbuntu(): boolean {
  try {
    return /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
