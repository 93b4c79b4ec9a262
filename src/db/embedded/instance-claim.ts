import { statSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity, processSpace } from './process-identity.ts';

/** A process that wants a data directory, or has it. Its file is `<ticket>_<pid>_<identity>_<space>`. */
export interface Claim {
  readonly name: string;
  readonly ticket: string;
  readonly pid: number;
  readonly identity: string;
  /** Its pid means nothing here: another container, another machine, or before the last boot. */
  readonly isForeign: boolean;
  readonly owns: boolean;
}

/** What is added to the name of a claim whose process has the directory. */
export const OWNER = '.owner';
/** A live process touches its claim this often. */
export const HEARTBEAT_MS = 1_000;
/** A foreign claim that was not touched for so long belongs to nobody. */
const SILENT_MS = 4_000;
/** One as old as this need not be watched first, whatever the clocks. */
const LONG_AGO_MS = 10 * 60_000;

export function claimName(ticket: string): string {
  return `${ticket}_${process.pid}_${processIdentity(process.pid)}_${processSpace()}`;
}

export function parseClaim(name: string, owns: boolean): Claim | undefined {
  const [ticket = '', pid, identity = '', space] = name.split('_');
  if (space === undefined || name.endsWith(OWNER)) return undefined;
  return { name, ticket, pid: Number(pid), identity, isForeign: space !== processSpace(), owns };
}

/** Tells whether claims are alive: ours to see by the process, foreign ones by watching their heartbeat for a while. */
export class ClaimWatch {
  readonly #directory: string;
  readonly #seen = new Map<string, { touchedAt: number; since: number }>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  lifeOf(claim: Claim): 'alive' | 'dead' | 'unknown' {
    if (!claim.isForeign) return processIdentity(claim.pid) === claim.identity ? 'alive' : 'dead';
    const touchedAt = this.#touchedAt(claim);
    if (touchedAt === undefined || Date.now() - touchedAt > LONG_AGO_MS) return 'dead';
    const first = this.#seen.get(claim.name) ?? { touchedAt, since: performance.now() };
    this.#seen.set(claim.name, first);
    if (first.touchedAt !== touchedAt) return 'alive';
    return performance.now() - first.since > SILENT_MS ? 'dead' : 'unknown';
  }

  #touchedAt(claim: Claim): number | undefined {
    return statSync(join(this.#directory, claim.name), { throwIfNoEntry: false })?.mtimeMs;
  }
}
