import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './process-identity.ts';

export interface InstanceLock {
  release(): void;
}

/** Another live process has the data directory. */
export class DataDirectoryInUse extends Error {
  readonly pid: number;
  constructor(pid: number, dataDir: string) {
    super(`the data directory ${dataDir} is in use by another Rappen, process ${pid}`);
    this.name = 'DataDirectoryInUse';
    this.pid = pid;
  }
}

/**
 * One Rappen per data directory. Node has no file locks, and a lock file that a crash left behind cannot be replaced
 * without a race; so everyone puts up a claim under a name of its own, that anybody may remove once its process is
 * dead. A candidate that sees a claim with a lower ticket withdraws; one that sees higher tickets waits until they
 * have withdrawn or own the directory. Of two owners the one whose claim came second would have seen the first.
 */
export async function acquireInstanceLock(dataDir: string): Promise<InstanceLock> {
  const directory = join(dataDir, 'lock');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const mine = newClaim();
  const path = join(directory, mine.name);
  writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  try {
    for (;;) {
      const others = liveClaims(directory).filter(({ name }) => name !== mine.name);
      const winner = others.find(({ owns, ticket }) => owns || ticket < mine.ticket);
      if (winner) throw new DataDirectoryInUse(winner.pid, dataDir);
      if (others.length === 0) break;
      await sleep(5);
    }
    writeFileSync(`${path}${OWNER}`, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return {
    release: () => {
      rmSync(`${path}${OWNER}`, { force: true });
      rmSync(path, { force: true });
    },
  };
}

/** The pid of the live process that owns the directory, if any. */
export function instanceOwner(dataDir: string): number | undefined {
  try {
    return liveClaims(join(dataDir, 'lock')).find(({ owns }) => owns)?.pid;
  } catch {
    return undefined;
  }
}

const OWNER = '.owner';

interface Claim {
  /** `<ticket>_<pid>_<identity of the process>`. */
  readonly name: string;
  readonly ticket: string;
  readonly pid: number;
  readonly owns: boolean;
}

function newClaim(): Claim {
  const ticket = randomUUID();
  const identity = processIdentity(process.pid);
  return { name: `${ticket}_${process.pid}_${identity}`, ticket, pid: process.pid, owns: false };
}

function liveClaims(directory: string): Claim[] {
  const names = readdirSync(directory);
  const owners = new Set(names.filter((name) => name.endsWith(OWNER)));
  const claims: Claim[] = [];
  for (const name of names) {
    const [ticket = '', pidText = '', identity] = name.split('_');
    if (owners.has(name) || identity === undefined) continue;
    const pid = Number(pidText);
    if (processIdentity(pid) === identity) claims.push({ name, ticket, pid, owns: owners.has(name + OWNER) });
    else removeDeadClaim(directory, name);
  }
  return claims;
}

function removeDeadClaim(directory: string, name: string): void {
  rmSync(join(directory, name + OWNER), { force: true });
  rmSync(join(directory, name), { force: true });
}
