import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { stopLeftOver } from './postmaster.ts';
import { type Programs, programsIn } from './programs.ts';
import { type Account, type AccountKind, canReach, chooseAccount } from './server-account.ts';

/** Where the parts of an embedded server are, and as whom it runs. */
export interface Places {
  readonly dataDir: string;
  readonly account: Account;
  /** What PostgreSQL writes to: the data directory, or a directory outside that stands in for it. */
  readonly home: string;
  /** PostgreSQL's own data directory, in `home`. */
  readonly cluster: string;
  readonly socketDirectory: string;
  readonly log: string;
  readonly programs: Programs;
}

export interface PlaceOptions {
  readonly account?: AccountKind;
  readonly outsideDirectory?: string;
}

/**
 * Everything lies in the data directory, if the account that PostgreSQL runs as can enter it. Below a private
 * directory of somebody else it cannot: then data and programs lie in /var/lib, under a name that follows from the
 * data directory's path.
 */
export async function findPlaces(
  dataDir: string,
  programs: Programs,
  options: PlaceOptions,
): Promise<Places> {
  const inside = join(dataDir, 'postgres');
  const outside = outsideHome(dataDir, options.outsideDirectory);
  const account = chooseAccount(ownerOf(join(outside, 'postgres')) ?? ownerOf(inside), options.account);
  const home = chooseHome(dataDir, outside, account);
  if (home === outside && existsSync(inside)) {
    throw new Error(
      `PostgreSQL now runs as ${nameOf(account)}, which cannot enter ${inside}: let it, or move that directory to ${home}/postgres`,
    );
  }
  const cluster = join(home, 'postgres');
  if (account.kind === 'other_user' && ownerOf(cluster) === 0) {
    await stopLeftOver(cluster);
    giveTreeTo(cluster, account);
  }
  const socketDirectory = join(home, 'socket');
  mkdirSync(socketDirectory, { recursive: true });
  chmodSync(socketDirectory, 0o700);
  giveTo(socketDirectory, account);
  return {
    dataDir,
    account,
    home,
    cluster,
    socketDirectory,
    log: join(dataDir, 'postgres.log'),
    programs: reachablePrograms(programs, home, account),
  };
}

function outsideHome(dataDir: string, parent = '/var/lib'): string {
  return join(parent, `rappen-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
}

function chooseHome(dataDir: string, outside: string, account: Account): string {
  if (existsSync(join(outside, 'postgres'))) return outside;
  // Passing through shows nothing: all that lies in the data directory is private by itself.
  if (account.kind === 'other_user') chmodSync(dataDir, 0o755);
  if (canReach(account, dataDir)) return dataDir;
  mkdirSync(outside, { recursive: true, mode: 0o755 });
  return outside;
}

function reachablePrograms(programs: Programs, home: string, account: Account): Programs {
  if (canReach(account, programs.postgres)) return programs;
  const copy = join(home, `programs-${programs.version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.half`;
    rmSync(half, { recursive: true, force: true });
    cpSync(programs.directory, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, copy);
  }
  return programsIn(copy, programs.version);
}

/** A file or directory must belong to the account that the server runs as. */
export function giveTo(path: string, account: Account): void {
  if (account.kind === 'other_user') chownSync(path, account.uid, account.gid);
}

function giveTreeTo(path: string, account: Account): void {
  giveTo(path, account);
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }))
    giveTo(join(path, entry), account);
}

function ownerOf(path: string): number | undefined {
  return existsSync(path) ? statSync(path).uid : undefined;
}

function nameOf(account: Account): string {
  return account.kind === 'other_user' ? account.name : 'this user';
}
