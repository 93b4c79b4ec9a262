import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import type { DurableDatabase } from './durable-database.ts';
import type { Fleet } from './fleet.ts';
import { eventually } from './patience.ts';

export type Calamity = 'gateway killed' | 'gateway stopped' | 'database killed' | 'connections cut';

const CALAMITIES: readonly (readonly [number, Calamity])[] = [
  [5, 'gateway killed'],
  [2, 'gateway stopped'],
  [1, 'database killed'],
  [2, 'connections cut'],
];

/** What happens to our own processes: one thing after the other, at moments that the seed fixes, until the time is over. */
export async function strikeAtRandom(options: {
  readonly random: SeededRandom;
  readonly fleet: Fleet;
  readonly database: DurableDatabase;
  readonly until: number;
  readonly happened: (calamity: Calamity) => void;
  /** How long the database was away after it was killed. */
  readonly wasAway: (awayMs: number) => void;
}): Promise<void> {
  const { random, fleet, database } = options;
  const outages: Promise<void>[] = [];
  for (;;) {
    const calamity = random.weighted(CALAMITIES);
    const slot = random.int(0, fleet.size - 1);
    const backAfterMs = random.int(0, 800);
    // Mostly one of several dies while the others go on: a start takes longer than the pause between two calamities.
    const evenLast = random.chance(0.25);
    await sleep(random.int(400, 2_500));
    if (Date.now() >= options.until) break;
    if (!(await strike(calamity, { fleet, database, slot, backAfterMs, evenLast }))) continue;
    options.happened(calamity);
    if (calamity === 'database killed') outages.push(untilBack(database).then(options.wasAway));
  }
  await Promise.all(outages);
}

async function untilBack(database: DurableDatabase): Promise<number> {
  const killedAt = Date.now();
  await eventually('the database is back', () => database.asOwner('select 1'));
  return Date.now() - killedAt;
}

async function strike(
  calamity: Calamity,
  {
    fleet,
    database,
    slot,
    backAfterMs,
    evenLast,
  }: {
    readonly fleet: Fleet;
    readonly database: DurableDatabase;
    readonly slot: number;
    readonly backAfterMs: number;
    readonly evenLast: boolean;
  },
): Promise<boolean> {
  const spared = calamity.startsWith('gateway') && !evenLast && !fleet.isWhole;
  if (spared) return false;
  switch (calamity) {
    case 'gateway killed':
      return fleet.strike(slot, 'SIGKILL', backAfterMs);
    case 'gateway stopped':
      return fleet.strike(slot, 'SIGTERM', backAfterMs);
    case 'database killed':
      return killDatabase(database).catch(() => false);
    case 'connections cut':
      return cutConnections(database).then(
        () => true,
        () => false,
      );
  }
}

/** Only one that runs: it comes back later and later the more often it dies in a minute. */
async function killDatabase(database: DurableDatabase): Promise<boolean> {
  await database.asOwner('select 1');
  database.killServer();
  return true;
}

function cutConnections(database: DurableDatabase): Promise<unknown> {
  return database.asOwner(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'rappen%' and pid <> pg_backend_pid()",
  );
}
