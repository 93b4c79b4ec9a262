import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createTestDatabase('empty');
  directory = mkdtempSync(join(tmpdir(), 'rappen-migrations-'));
  return async () => {
    rmSync(directory, { recursive: true });
    await database.drop();
  };
});

const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
const run = () => migrate(database.ownerUrl, directory);

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

test('a migration that fails leaves nothing of itself, and all before it', async () => {
  write('0001_first.sql', 'create table first ();');
  write('0002_second.sql', 'create table second (); select 1 / 0;');
  await expect(run()).rejects.toThrow('migration 0002_second.sql failed: division by zero');
  expect(await tables()).toEqual(['first', 'rappen_migration']);
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

async function tables(): Promise<string[]> {
  const { db } = database.openOwner();
  const query = sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  return (await query.execute(db)).rows.map(({ name }) => name);
}
