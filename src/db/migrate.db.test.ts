import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { type MigrateOptions, migrate } from './migrate.ts';

let database: TestDatabase;
let directory: string;
const connections: pg.Client[] = [];

beforeEach(async () => {
  database = await createTestDatabase('empty');
  directory = mkdtempSync(join(tmpdir(), 'rappen-migrations-'));
  return async () => {
    rmSync(directory, { recursive: true });
    await Promise.all(connections.splice(0).map((client) => client.end()));
    await database.drop();
  };
});

const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
const run = (options: MigrateOptions = {}) => migrate(database.ownerUrl, directory, options);

test('files land once, in order, and a later start adds only the new ones', async () => {
  write(
    '0001_first.sql',
    'create table first (value int); insert into first select generate_series(1, 100);',
  );
  write('0002_second.sql', 'create table second as select max(value) as value from first;');
  expect(await run()).toEqual({ applied: ['0001_first.sql', '0002_second.sql'] });
  expect(await run()).toEqual({ applied: [] });
  write('0003_third.sql', 'create table third ();');
  expect(await run()).toEqual({ applied: ['0003_third.sql'] });

  const { db } = database.openOwner();
  const { rows } = await sql`select reltuples from pg_class where relname = 'first'`.execute(db);
  expect(rows, 'new tables are analyzed').toEqual([{ reltuples: 100 }]);
});

test('a landed file that was changed is refused, and nothing else is applied', async () => {
  write('0001_first.sql', 'create table first ();');
  await run();
  write('0001_first.sql', 'create table first (more int);');
  write('0002_second.sql', 'create table second ();');
  await expect(run()).rejects.toThrow(/^migration 0001_first\.sql was changed after it had landed/);
  expect(await tables()).toEqual(['first', 'rappen_migration']);
});

test('other line ends are the same file', async () => {
  write('0001_first.sql', 'create table first (\n);\n');
  await run();
  write('0001_first.sql', 'create table first (\r\n);\r\n');
  expect(await run()).toEqual({ applied: [] });
});

test('a database that is newer than the program is refused', async () => {
  write('0001_first.sql', 'create table first ();');
  write('0002_second.sql', 'create table second ();');
  await run();
  rmSync(join(directory, '0002_second.sql'));
  await expect(run()).rejects.toThrow(
    /^the database has migration 0002_second\.sql, .* the database is newer/,
  );
});

test('a file that comes before a landed one is refused', async () => {
  write('0002_second.sql', 'create table second ();');
  await run();
  write('0001_first.sql', 'create table first ();');
  await expect(run()).rejects.toThrow(/^migration 0001_first\.sql comes before one that has landed/);
});

test('a migration that fails leaves the database as it was, without those before it: the last program can go on', async () => {
  write('0001_first.sql', 'create table first ();');
  await run();
  write('0002_second.sql', 'create table second (); alter table first add more int;');
  write('0003_third.sql', 'create table third (); select 1 / 0;');
  await expect(run()).rejects.toThrow('migration 0003_third.sql failed: division by zero');
  expect(await tables()).toEqual(['first', 'rappen_migration']);
  rmSync(join(directory, '0002_second.sql'));
  rmSync(join(directory, '0003_third.sql'));
  expect(await run()).toEqual({ applied: [] });
  write('0002_second.sql', 'create table second ();');
  const failing = async () => Promise.reject(new Error('the job queue'));
  await expect(run({ andThen: failing })).rejects.toThrow('the job queue');
  expect(await tables()).toEqual(['first', 'rappen_migration']);
});

test('a table that somebody uses is tried for again and again, and everybody else goes on meanwhile', async () => {
  write('0001_first.sql', 'create table first (value int);');
  await run();
  write('0002_second.sql', 'create table second (); alter table first add more int;');
  const [reader, other] = [await connection('rappen export'), await connection('others')];
  await reader.query('begin; select from first');
  const migrated = run();
  const waiting = `select from pg_stat_activity
    where datname = current_database() and application_name = 'rappen migrate' and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await other.query(waiting)).rowCount, { timeout: 30_000 }).toBe(1);
  // It queues behind the migration, which would wait for the reader's end for ever.
  await other.query("set statement_timeout = '20s'; select from first");
  await reader.query('commit');
  expect(await migrated).toEqual({ applied: ['0002_second.sql'] });
});

test('who keeps a migration waiting for too long is named, and the database is as it was', async () => {
  write('0001_first.sql', 'create table first (value int);');
  await run();
  write('0002_second.sql', 'create table second (); alter table first add more int;');
  const reader = await connection('rappen export');
  await reader.query('begin; select from first');
  await expect(run({ patienceMs: 0 })).rejects.toThrow(/as it was: .* by now rappen export \(process \d+\)/);
  expect(await tables()).toEqual(['first', 'rappen_migration']);
});

test("the owner's own time-outs are not meant for migrations", async () => {
  const { pool } = database.openOwner();
  await pool.query(`alter database ${database.name} set statement_timeout = '50ms'`);
  write('0001_first.sql', 'create table first (); select pg_sleep(0.2);');
  expect(await run()).toEqual({ applied: ['0001_first.sql'] });
});

test('a file that ends its transaction by itself is refused', async () => {
  write('0001_first.sql', 'create table first (); commit; create table second ();');
  await expect(run()).rejects.toThrow('migration 0001_first.sql failed: it ends the transaction by itself');
  const { db } = database.openOwner();
  expect((await sql`select * from rappen_migration`.execute(db)).rows).toEqual([]);
});

test('processes that migrate at once wait for each other: each file lands once', async () => {
  write('0001_first.sql', 'create table first as select 1; select pg_sleep(0.2);');
  write('0002_second.sql', 'insert into first values (2);');
  const results = await Promise.all([run(), run(), run(), run()]);
  expect(results.flatMap(({ applied }) => applied)).toEqual(['0001_first.sql', '0002_second.sql']);
});

test.each(['1_first.sql', '0000_zero.sql', '0001-first.sql', '0001_First.sql'])(
  '%s: a name to refuse',
  async (name) => {
    write(name, 'select 1;');
    await expect(run()).rejects.toThrow(`migrations/${name}: the name must be like 0001_name.sql`);
  },
);

test('two files with one number are refused', async () => {
  write('0001_a.sql', 'select 1;');
  write('0001_b.sql', 'select 1;');
  onTestFinished(() => undefined);
  await expect(run()).rejects.toThrow('0001_a.sql and 0001_b.sql have the same number');
});

/** Ends with the test. */
async function connection(name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.ownerUrl, application_name: name });
  await client.connect();
  connections.push(client);
  return client;
}

async function tables(): Promise<string[]> {
  const { db } = database.openOwner();
  const query = sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  return (await query.execute(db)).rows.map(({ name }) => name);
}
