import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Claim, ClaimWatch, claimName, HEARTBEAT_MS, OWNER, parseClaim } from './instance-claim.ts';

export interface InstanceLock {
  release(): void;
}

/** Another live process has the data directory. */
export class DataDirectoryInUse extends Error {
  readonly pid: number;
  constructor(claim: Claim, dataDir: string) {
    const where = claim.isForeign ? ' in another container or on another machine' : '';
    super(`the data directory ${dataDir} is in use by another Rappen, process ${claim.pid}${where}`);
    this.name = 'DataDirectoryInUse';
    this.pid = claim.pid;
  }
}

/**
 * One Rappen per data directory. Node has no file locks, and a lock file that a crash left behind cannot be replaced
 * without a race; so everyone puts up a claim under a name of its own, that anybody may remove once its process is
 * dead. A candidate that sees a live claim with a lower ticket withdraws; one that sees higher tickets waits until
 * they have withdrawn or own the directory. Of two owners the one whose claim came second would have seen the first.
 */
export async function acquireInstanceLock(dataDir: string): Promise<InstanceLock> {
  const directory = join(dataDir, 'lock');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const ticket = randomUUID();
  const name = claimName(ticket);
  const path = join(directory, name);
  writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS).unref();
  const release = () => {
    clearInterval(heartbeat);
    rmSync(`${path}${OWNER}`, { force: true });
    rmSync(path, { force: true });
  };
  try {
    const winner = await findWinner(directory, name, ticket);
    if (winner) throw new DataDirectoryInUse(winner, dataDir);
    writeFileSync(`${path}${OWNER}`, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

/** Who goes before us; undefined once everybody else has withdrawn. */
async function findWinner(directory: string, name: string, ticket: string): Promise<Claim | undefined> {
  const watch = new ClaimWatch(directory);
  for (;;) {
    let undecided = false;
    for (const claim of readClaims(directory)) {
      if (claim.name === name) continue;
      const life = watch.lifeOf(claim);
      if (life === 'alive' && (claim.owns || claim.ticket < ticket)) return claim;
      if (life === 'dead') removeClaim(directory, claim.name);
      else undecided = true;
    }
    if (!undecided) return undefined;
    await sleep(5);
  }
}

function readClaims(directory: string): Claim[] {
  const names = new Set(readdirSync(directory));
  return [...names].flatMap((name) => parseClaim(name, names.has(name + OWNER)) ?? []);
}

function removeClaim(directory: string, name: string): void {
  rmSync(join(directory, name + OWNER), { force: true });
  rmSync(join(directory, name), { force: true });
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // A disk that is full or gone for a moment: the next beat tries again.
  }
}
