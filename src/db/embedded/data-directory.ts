import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { Endpoint } from './endpoint.ts';

/** Makes the data directory, private to its owner, and refuses one that we cannot use. */
export function prepareDataDirectory(path: string): string {
  const dataDir = resolve(path);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeAtomically(join(dataDir, '.writable'), 'yes\n');
    rmSync(join(dataDir, '.writable'), { force: true });
  } catch (error) {
    throw new Error(unusable(dataDir, error), { cause: error });
  }
  const owner = statSync(dataDir).uid;
  const me = process.getuid?.() ?? owner;
  if (owner !== me) {
    throw new Error(
      `the data directory ${dataDir} belongs to user id ${owner}, not to ${me}: start Rappen as its owner`,
    );
  }
  // PostgreSQL knows itself by the real path, and a left-over one is found by it.
  return realpathSync(dataDir);
}

function unusable(dataDir: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return `the data directory ${dataDir} ${REASONS[code] ?? `cannot be used (${String(error)})`}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written by this user',
  EPERM: 'may not be written by this user',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'is on a full disk',
  EDQUOT: 'is on a full disk',
  EEXIST: 'is a file, not a directory',
  ENOTDIR: 'lies below a file',
};

/** The owner's password: made once, at random, and kept nowhere else. */
export function ownerPassword(dataDir: string): string {
  const path = join(dataDir, 'owner-password');
  if (!existsSync(path)) writeAtomically(path, `${randomBytes(24).toString('base64url')}\n`);
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}

/** Where the server listens, for other processes on the same data directory. */
export function rememberEndpoint(dataDir: string, endpoint: Endpoint): void {
  writeAtomically(join(dataDir, 'endpoint.json'), `${JSON.stringify(endpoint)}\n`);
}

/** What another process left there; undefined before the first start. */
export function rememberedConnection(
  dataDir: string,
): { readonly endpoint: Endpoint; readonly password: string } | undefined {
  try {
    const endpoint: Endpoint = JSON.parse(readFileSync(join(dataDir, 'endpoint.json'), 'utf8'));
    return { endpoint, password: readFileSync(join(dataDir, 'owner-password'), 'utf8').trim() };
  } catch {
    return undefined;
  }
}

/** Whether a server was ever started there. */
export function hasDatabase(dataDir: string): boolean {
  return rememberedConnection(dataDir) !== undefined;
}

/** A crash leaves the old file or the new one, never half of it. */
export function writeAtomically(path: string, text: string): void {
  const half = `${path}.${process.pid}`;
  writeFileSync(half, text, { mode: 0o600, flush: true });
  renameSync(half, path);
}
