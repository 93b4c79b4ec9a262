import type pg from 'pg';
import { MIGRATION_LOCK } from '../migrate.ts';
import { landedMigrations } from '../migration-history.ts';
import type { BackupLevel } from './backup-level.ts';
import { listTables, QUEUE_TABLES, qualified } from './table-catalogue.ts';

/** What a database has that nobody has used yet: rows that migrations wrote. */
const FILLED_BY_MIGRATIONS = ['rappen_migration', 'vat_rate', 'billing_report_month', 'invoice_rule'];
/** Connections that a Rappen has open as long as it runs. */
const RUNNING = ['rappen', 'rappen changes', 'rappen queue', 'rappen ledger'];

/**
 * Refuses a database that a Rappen uses, that another process changes, or that has data; each with what to do. After it nobody
 * can start a Rappen there until this connection ends: a start waits at the migrations.
 */
export async function claimTarget(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ claimed: boolean }>(
    `select pg_try_advisory_lock(${MIGRATION_LOCK}) as claimed`,
  );
  if (!rows[0]?.claimed) {
    throw new Error('another process migrates or restores this database: wait until it is done');
  }
  const { rows: running } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name = any ($1)`,
    [RUNNING],
  );
  if (running.length > 0) throw new Error('Rappen runs on this database: stop it first');
  await refuseData(client);
}

/** The rows of another database cannot be told from the backup's once they are mixed. */
async function refuseData(client: pg.Client): Promise<void> {
  for (const table of await listTables(client)) {
    const isExpected =
      table.schema === 'public'
        ? FILLED_BY_MIGRATIONS.includes(table.name)
        : QUEUE_TABLES.some((name) => name === table.name);
    if (isExpected) continue;
    const { rowCount } = await client.query(`select from ${qualified(table)} limit 1`);
    if (rowCount !== 0) throw new Error(`this database has data (in ${table.name}): ${TAKE_EMPTY}`);
  }
}

/** Refuses tables that another program made, or a newer one than the backup's: they cannot be taken back. */
export async function refuseOtherLevel(client: pg.Client, { before }: BackupLevel): Promise<void> {
  for (const { version, name, checksum } of await landedMigrations(client)) {
    const same = before.find((file) => file.version === version && file.checksum === checksum);
    if (same) continue;
    throw new Error(`this database has migration ${name}, and the backup is of before it: ${TAKE_EMPTY}`);
  }
}

const TAKE_EMPTY =
  'restore into a database of its own that is empty ("create database ...", or without DATABASE_URL a new DATA_DIR)';
