import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from './launch-error.mjs';

const HEARTBEAT_MS = 5_000;
const DEAD_AFTER_MS = 60_000;
const POLL_MS = 100;

/**
 * Lets one process at a time install into the folder; the others wait. The lock is a file that names its holder. It is
 * outside node_modules, which `npm ci` deletes. A holder that died is noticed by its pid, or on another machine by the
 * file's age.
 */
export async function withInstallLock(folder, work) {
  const path = join(folder, '.install-lock');
  await acquire(path, folder);
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

async function acquire(path, folder) {
  let waiting = false;
  while (!tryCreate(path, folder)) {
    if (isAbandoned(path)) {
      removeAbandoned(path, folder);
      continue;
    }
    if (!waiting) process.stderr.write('rappen: another process is installing; waiting for it ...\n');
    waiting = true;
    await sleep(POLL_MS);
  }
}

function tryCreate(path, folder) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, `${process.pid} ${hostname()}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new LaunchError(
      `packages have to be installed, but ${folder} cannot be written (${error.code}). ` +
        'Run the command once as the owner of the folder, or work in a copy that you own.',
    );
  }
}

function isAbandoned(path) {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs;
    const [pid = '', host = ''] = readFileSync(path, 'utf8').trim().split(' ');
    if (ageMs > DEAD_AFTER_MS) return true;
    return pid !== '' && host === hostname() && !isAlive(Number(pid));
  } catch {
    return false; // gone meanwhile
  }
}

/** Two waiters may see the same dead holder: the second lock keeps one from removing the other's new file. */
function removeAbandoned(path, folder) {
  const guard = `${path}-takeover`;
  if (!tryCreate(guard, folder)) {
    if (Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > DEAD_AFTER_MS) {
      rmSync(guard, { force: true });
    }
    return;
  }
  try {
    if (isAbandoned(path)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
