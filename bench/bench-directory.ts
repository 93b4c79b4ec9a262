import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stopLeftOver } from '#db/embedded/postmaster.ts';
import { isRunning } from '#db/embedded/process-identity.ts';

const PREFIX = 'rappen-bench-';
const CACHE = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);

/**
 * An empty directory for a database, on a disk: in memory (tmpfs, ramfs) an fsync would cost nothing and the numbers
 * would mean nothing. Leftovers of runs that were killed are removed first. `remove` it when its server has stopped.
 */
export async function makeBenchDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const parent = parents().find(isOnDisk);
  if (!parent) throw new Error('there is no temporary directory on a disk; set TMPDIR to one');
  await removeLeftOvers(parent);
  const path = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  return { path, remove: () => removeDirectory(path) };
}

function parents(): string[] {
  return [tmpdir(), '/var/tmp', CACHE];
}

function isOnDisk(directory: string): boolean {
  try {
    if (directory === CACHE) mkdirSync(CACHE, { recursive: true });
    return !IN_MEMORY.has(statfsSync(directory).type);
  } catch {
    return false;
  }
}

async function removeLeftOvers(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^rappen-bench-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) await removeDirectory(join(parent, name));
  }
}

async function removeDirectory(path: string): Promise<void> {
  await stopLeftOver(join(path, 'postgres'));
  rmSync(path, { recursive: true, force: true });
}
