import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionSettings } from '#db/database.ts';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { stopLeftOver } from '#db/embedded/postmaster.ts';
import { prepareDatabase } from '#db/prepare.ts';

/** A PostgreSQL of the test's own, with fsync on, that is started again whenever it is killed. */
export interface DurableDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Kills the server as a power cut would, as far as a process can be. */
  killServer(): void;
  /** Runs SQL as the owner, on a connection of its own. */
  asOwner<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Stops the server and removes its data. */
  remove(): Promise<void>;
}

export interface HoldTimes {
  readonly lifetimeSeconds: number;
  readonly graceSeconds: number;
}

/** A directory that the next run cleans up if this one is killed (test/support/database-cluster.ts). */
export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), `rappen-test-${process.pid}-`));
}

export async function removeDataDirectory(directory: string): Promise<void> {
  await stopLeftOver(join(directory, 'postgres'));
  rmSync(directory, { recursive: true, force: true });
}

/** Migrated, and with holds that live shorter than a minute, so that a test need not wait for so long. */
export async function startDurableDatabase(times: HoldTimes): Promise<DurableDatabase> {
  const directory = temporaryDirectory();
  const server = await startEmbedded({ dataDir: directory });
  const { ownerUrl } = server;
  const { appUrl } = await prepareDatabase(ownerUrl);
  await shortenHolds(ownerUrl, times);
  return {
    ownerUrl,
    appUrl,
    killServer: () => void process.kill(server.pid, 'SIGKILL'),
    asOwner: (sql, parameters) => queryAsOwner(ownerUrl, sql, parameters),
    remove: async () => {
      await server.stop();
      await removeDataDirectory(directory);
    },
  };
}

/** The two functions are where the ledger's SQL takes both times from. */
export async function shortenHolds(ownerUrl: string, times: HoldTimes): Promise<void> {
  for (const [name, seconds] of [
    ['ledger_lifetime', times.lifetimeSeconds],
    ['ledger_grace', times.graceSeconds],
  ] as const) {
    await queryAsOwner(
      ownerUrl,
      `create or replace function ${name}() returns interval language sql immutable parallel safe
       return interval '${seconds} seconds'`,
    );
  }
}

async function queryAsOwner<Row extends pg.QueryResultRow>(
  ownerUrl: string,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ ...connectionSettings(ownerUrl), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, parameters)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
