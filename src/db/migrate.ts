import pg from 'pg';
import { connectionSettings } from './database.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { HISTORY_TABLE, landedMigrations, pendingMigrations } from './migration-history.ts';

export interface MigrateResult {
  /** File names that were applied now, in order. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the newest migration. Forward only; each file in a transaction of its own together with the
 * record of it. Processes that start together wait for each other. Refuses, with a message that names the file, a
 * landed file that was changed, a file inserted before a landed one, and a database that is newer than this program.
 */
export async function migrate(ownerUrl: string, directory: string | URL): Promise<MigrateResult> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ ...connectionSettings(ownerUrl), application_name: 'rappen migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await client.query(HISTORY_TABLE);
    const pending = pendingMigrations(migrations, await landedMigrations(client));
    const tablesBefore = await tableNames(client);
    for (const migration of pending) await apply(client, migration);
    await analyzeNewTables(client, tablesBefore);
    return { applied: pending.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

/** Any number will do, as long as every version of Rappen takes the same. Held by whoever changes the tables. */
export const MIGRATION_LOCK = 7_277_536;

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await land(client, migration);
    await client.query('commit');
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
