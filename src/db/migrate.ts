import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionSettings } from './database.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { HISTORY_TABLE, landedMigrations, pendingMigrations } from './migration-history.ts';

export interface MigrateResult {
  /** File names that were applied now, in order. */
  readonly applied: readonly string[];
}

export interface MigrateOptions {
  /** Belongs to the same transaction: what else has to be brought up to date. */
  readonly andThen?: (client: pg.Client) => Promise<void>;
  /** How long to try for locks that others hold, in milliseconds. */
  readonly patienceMs?: number;
}

/** A table that is waited for keeps everybody else waiting too, so never for longer than a call waits for a lock. */
const LOCK_TIMEOUT_MS = 2_000;
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

/**
 * Brings a database to the newest migration. Forward only, and all or nothing: what is pending is one transaction with the record of
 * it, so that the program of before can go on if one file fails. Processes that start together wait for each other. Refuses, with a
 * message that names the file, a landed file that was changed, a file inserted before a landed one, and a database that is newer
 * than this program; and gives up, with a message that names them, where others hold a lock for longer than `patienceMs`.
 */
export async function migrate(
  ownerUrl: string,
  directory: string | URL,
  { andThen, patienceMs = PATIENCE_MS }: MigrateOptions = {},
): Promise<MigrateResult> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ ...connectionSettings(ownerUrl), application_name: 'rappen migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(WITHOUT_TIMEOUTS);
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    const tablesBefore = await tableNames(client);
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const pending = await landAll(client, migrations, andThen).catch((error: unknown) => lockMissed(error));
      if (pending) {
        await analyzeNewTables(client, tablesBefore);
        return { applied: pending.map(({ name }) => name) };
      }
      if (performance.now() > giveUpAt) throw new Error(await whoHoldsLocks(client));
      await sleep(PAUSE_MS);
    }
  } finally {
    await client.end();
  }
}

/** Any number will do, as long as every version of Rappen takes the same. Held by whoever changes the tables. */
export const MIGRATION_LOCK = 7_277_536;

/** Those of the role or the database are meant for requests. */
const WITHOUT_TIMEOUTS = `
  select set_config(name, '0', false) from pg_settings
   where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;

async function landAll(
  client: pg.Client,
  files: readonly Migration[],
  andThen: MigrateOptions['andThen'],
): Promise<Migration[]> {
  await client.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await client.query(HISTORY_TABLE);
    const pending = pendingMigrations(files, await landedMigrations(client));
    for (const migration of pending) await land(client, migration);
    await andThen?.(client);
    await client.query('commit');
    return pending;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Runs the file and records it, in the caller's transaction. Throws an error that names the file. */
export async function land(client: pg.Client, migration: Migration): Promise<void> {
  const { version, name, checksum, sql } = migration;
  try {
    const before = await transactionId(client);
    await client.query(sql);
    if ((await transactionId(client)) !== before) throw new Error('it ends the transaction by itself');
    await client.query('insert into rappen_migration (version, name, checksum) values ($1, $2, $3)', [
      version,
      name,
      checksum,
    ]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`migration ${name} failed: ${reason}`, { cause: error });
  }
}

async function transactionId(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id');
  return rows[0]?.id;
}

/** Somebody else holds what a migration needs (55P03), or waits for what it holds (40P01): all is taken back, for another try. */
function lockMissed(error: unknown): undefined {
  const problem = error instanceof Error && error.cause instanceof pg.DatabaseError ? error.cause : error;
  if (!(problem instanceof pg.DatabaseError && ['55P03', '40P01'].includes(problem.code ?? ''))) throw error;
}

async function whoHoldsLocks(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%s (process %s)', coalesce(nullif(a.application_name, ''), a.usename), a.pid) as name
       from pg_stat_activity a
      where a.datname = current_database() and a.pid <> pg_backend_pid() and exists (
        select from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
         where l.pid = a.pid and l.granted and l.locktype = 'relation' and n.nspname not in ('pg_catalog', 'pg_toast'))
      order by a.pid limit 5`,
  );
  const names = rows.map(({ name }) => name).join(', ') || 'a transaction that has ended just now';
  return `the database was not brought up to date, and is as it was: others use tables that a migration changes, by now ${names}. Try again when they are done`;
}

/** Every table of the database, for SQL. */
export async function tableNames(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Without statistics the first plans are guesses, and prepared statements keep theirs (docs/adr/0002-embedded-postgresql.md). */
export async function analyzeNewTables(client: pg.Client, before: ReadonlySet<string>): Promise<void> {
  for (const name of await tableNames(client)) {
    if (!before.has(name)) await client.query(`analyze ${name}`);
  }
}
