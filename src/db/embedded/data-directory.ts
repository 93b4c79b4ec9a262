import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { type Programs, programsIn } from './programs.ts';

/** Where the parts of an embedded server are. */
export interface Places {
  readonly dataDir: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly socketDirectory: string;
  readonly log: string;
  readonly passwordFile: string;
  readonly programs: Programs;
}

/** Makes the data directory, private to its owner, and refuses one that we cannot use. */
export function prepareDataDirectory(path: string): string {
  const dataDir = resolve(path);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `.write-${process.pid}`);
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
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
  return dataDir;
}

function unusable(dataDir: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reasons: Record<string, string> = {
    EACCES: 'may not be written by this user',
    EPERM: 'may not be written by this user',
    EROFS: 'is on a read-only file system',
    ENOSPC: 'is on a full disk',
    EEXIST: 'is a file, not a directory',
    ENOTDIR: 'lies below a file',
  };
  return `the data directory ${dataDir} ${reasons[String(code)] ?? `cannot be used (${String(error)})`}`;
}

/**
 * Another account cannot reach below, say, /root: for it, programs and data lie outside, in a directory whose name
 * follows from the data directory.
 */
export function placesFor(
  dataDir: string,
  account: Account,
  programs: Programs,
  outside = '/var/lib',
): Places {
  const log = join(dataDir, 'postgres.log');
  const passwordFile = join(dataDir, 'owner-password');
  if (account.kind !== 'other_user') {
    const cluster = join(dataDir, 'postgres');
    return { dataDir, cluster, socketDirectory: join(dataDir, 'socket'), log, passwordFile, programs };
  }
  const home = outsideHome(dataDir, outside);
  const places = {
    dataDir,
    cluster: join(home, 'postgres'),
    socketDirectory: join(home, 'socket'),
    log,
    passwordFile: join(home, 'owner-password'),
    programs: programsIn(join(home, `programs-${programs.version}`), programs.version),
  };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  giveTo(home, account);
  copyPrograms(programs.directory, places.programs.directory);
  return places;
}

export function outsideHome(dataDir: string, outside = '/var/lib'): string {
  return join(outside, `rappen-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
}

function copyPrograms(from: string, to: string): void {
  if (existsSync(to)) return;
  const half = `${to}.half`;
  rmSync(half, { recursive: true, force: true });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  chmodSync(half, 0o755);
  renameSync(half, to);
}

/** A file or directory must belong to the account that the server runs as. */
export function giveTo(path: string, account: Account): void {
  if (account.kind === 'other_user') chownSync(path, account.uid, account.gid);
}

/** The owner's password: made once, at random, and never anywhere else. */
export function ownerPassword(places: Places, account: Account): string {
  if (!existsSync(places.passwordFile)) {
    const half = `${places.passwordFile}.half`;
    writeFileSync(half, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
    giveTo(half, account);
    renameSync(half, places.passwordFile);
  }
  return readFileSync(places.passwordFile, 'utf8').trim();
}
