import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { backupDirectory, contentOf, isBare, restoreInto, takeBackup } from '#test/support/backup-desk.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { migrate } from '../migrate.ts';
import { prepareDatabase } from '../prepare.ts';

const directory = backupDirectory();
const migrations = migrationsOf('today', { '0001_one.sql': 'create table one (id int, text text);' });
const file = join(directory, 'good.backup');
const source = await createTestDatabase('empty');
const target = await createTestDatabase('empty');
await migrate(source.ownerUrl, migrations);
await source.openOwner().pool.query("insert into one select n, 'row ' || n from generate_series(1, 5000) n");
await takeBackup(source, file);
const packed = readFileSync(file);
const text = gunzipSync(packed).toString();

describe('a file that is not what was written is refused, and the database stays bare:', () => {
  const header = text.slice(0, text.indexOf('\n') + 1);
  const lines = text.trimEnd().split('\n');
  const changed = Buffer.from(packed);
  changed[packed.length >> 1] = (changed[packed.length >> 1] ?? 0) ^ 1;
  const damaged = /was cut or changed since it was written/;
  test.each([
    ['cut in the middle', packed.subarray(0, packed.length >> 1), damaged],
    ['cut before the last bytes', packed.subarray(0, -9), damaged],
    ['a bit changed', changed, damaged],
    ['a row changed', gzipSync(text.replace('row 4999', 'row 4998')), damaged],
    ['a row taken out', gzipSync(text.replace('77\trow 77\n', '')), damaged],
    ['without its last line', gzipSync(`${lines.slice(0, -1).join('\n')}\n`), damaged],
    [
      'with another number of rows',
      gzipSync(text.replace('"public.one":5000', '"public.one":5001')),
      damaged,
    ],
    ['something behind it', gzipSync(`${text}\n`), damaged],
    ['two in one', Buffer.concat([packed, packed]), damaged],
    ['empty', Buffer.alloc(0), damaged],
    ['not packed', Buffer.from(text), damaged],
    ['something else', gzipSync('{"format": "another"}\n'), /is no backup of Rappen/],
    ['of a later format', gzipSync(text.replace('"version":1', '"version":2')), /format 2.*reads 1/],
    ['only its first line', gzipSync(header), damaged],
  ])('%s', async (name, content, problem) => {
    const bad = join(directory, `${name}.backup`);
    writeFileSync(bad, content);
    await expect(restoreInto(target, bad, { migrations })).rejects.toThrow(problem);
    expect(await isBare(target.ownerUrl)).toBe(true);
  });
});

describe('levels', () => {
  const two = { '0001_one.sql': 'create table one (id int, text text);' };
  const later = (sql: string) => migrationsOf(`later ${sql.length}`, { ...two, '0002_two.sql': sql });

  test('an older backup is loaded at its own level, and what came later is applied to its rows', async () => {
    const database = await createTestDatabase('empty');
    const newer = later('alter table one rename text to note; create table sums as select sum(id) from one;');
    expect(await restoreInto(database, file, { migrations: newer })).toMatchObject({
      applied: ['0002_two.sql'],
    });
    const content = await contentOf(database.ownerUrl);
    expect(content.sums).toEqual(['(12502500)']);
    expect(content.rappen_migration).toHaveLength(2);
    expect(await migrate(database.ownerUrl, newer)).toEqual({ applied: [] });
  });

  test('a later migration that fails takes everything back', async () => {
    const failing = later('alter table one add check (id < 5000);');
    await expect(restoreInto(target, file, { migrations: failing })).rejects.toThrow(/0002_two\.sql failed/);
    expect(await isBare(target.ownerUrl)).toBe(true);
  });

  test('a backup of a newer program, or of other migrations, is refused', async () => {
    const none = migrationsOf('none', { '0000_skip.txt': '' });
    await expect(restoreInto(target, file, { migrations: none })).rejects.toThrow(
      /newer than this program.*0001_one\.sql.*Rappen 1\.2\.3 or newer/,
    );
    const other = migrationsOf('other', { '0001_one.sql': 'create table one (id int, text text );' });
    await expect(restoreInto(target, file, { migrations: other })).rejects.toThrow(
      /0001_one\.sql is another/,
    );
    expect(await isBare(target.ownerUrl)).toBe(true);
  });
});

describe('a database that is not to be written to is refused', () => {
  test('one with data, of its own or of another program', async () => {
    const again = restoreInto(source, file, { migrations });
    await expect(again).rejects.toThrow(/has data \(in one\): restore into a database of its own/);
    const foreign = await createTestDatabase('empty');
    await foreign.openOwner().pool.query('create table theirs (id int)');
    await expect(restoreInto(foreign, file, { migrations })).rejects.toThrow(/the table theirs/);
    await foreign.openOwner().pool.query('insert into theirs values (1)');
    await expect(restoreInto(foreign, file, { migrations })).rejects.toThrow(/has data \(in theirs\)/);
    expect(await contentOf(foreign.ownerUrl)).toEqual({ theirs: ['(1)'] });
  });

  test('one that cannot hold every letter; no start takes it either', async () => {
    const name = `${target.name}_latin`;
    const { pool } = target.openOwner(1);
    await pool.query(
      `create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' locale_provider libc template template0`,
    );
    const ownerUrl = target.ownerUrl.replace(target.name, name);
    const encoding = /encoding is LATIN1; Rappen needs UTF8: .*template0/;
    await expect(restoreInto({ ...target, ownerUrl }, file, { migrations })).rejects.toThrow(encoding);
    await expect(prepareDatabase(ownerUrl)).rejects.toThrow(encoding);
    expect(await isBare(ownerUrl)).toBe(true);
    await pool.query(`drop database ${name}`);
  });

  test('one that is further than the backup', async () => {
    const database = await createTestDatabase('empty');
    const more = { '0001_one.sql': 'create table one (id int, text text);', '0002_two.sql': 'select 1' };
    const further = migrationsOf('further', more);
    await migrate(database.ownerUrl, further);
    await expect(restoreInto(database, file, { migrations: further })).rejects.toThrow(
      /has migration 0002_two\.sql, and the backup is of before it/,
    );
  });

  test('one that a Rappen uses, or that somebody else restores', async () => {
    const client = new pg.Client({ connectionString: target.ownerUrl, application_name: 'rappen changes' });
    await client.connect();
    await expect(restoreInto(target, file, { migrations })).rejects.toThrow(/Rappen runs on this database/);
    await client.query("set application_name = 'something else'; select pg_advisory_lock(7277536)");
    await expect(restoreInto(target, file, { migrations })).rejects.toThrow(/another process migrates or/);
    await client.end();
    expect(await isBare(target.ownerUrl)).toBe(true);
  });
});

describe('writing', () => {
  test('a file that exists, or is being written, is left alone', async () => {
    await expect(takeBackup(source, file)).rejects.toThrow(/good\.backup exists already/);
    writeFileSync(join(directory, 'busy.backup.part'), 'of another');
    await expect(takeBackup(source, join(directory, 'busy.backup'))).rejects.toThrow(
      /another backup writes it/,
    );
    expect(readFileSync(join(directory, 'busy.backup.part'), 'utf8')).toBe('of another');
    expect(readFileSync(file)).toEqual(packed);
  });

  test('a name that is taken meanwhile is not overwritten either, and nothing is left', async () => {
    const taken = join(directory, 'taken.backup');
    const onProgress = () => writeFileSync(taken, 'of another');
    await expect(takeBackup(source, taken, { onProgress })).rejects.toThrow(/taken\.backup exists already/);
    expect(readFileSync(taken, 'utf8')).toBe('of another');
    symlinkSync(join(directory, 'nowhere'), join(directory, 'link.backup'));
    await expect(takeBackup(source, join(directory, 'link.backup'))).rejects.toThrow(/exists already/);
    expect((await readdir(directory)).filter((name) => name.startsWith('taken'))).toEqual(['taken.backup']);
  });

  test('it is of the moment when it is read, not of the one when it began to wait', async () => {
    const late = join(directory, 'late.backup');
    const holder = new pg.Client({ connectionString: source.ownerUrl });
    await holder.connect();
    await holder.query('begin; lock table one in access exclusive mode');
    const written = takeBackup(source, late);
    const waiting = `select from pg_stat_activity
      where datname = current_database() and application_name = 'rappen backup' and wait_event_type = 'Lock'`;
    const { pool } = source.openOwner(1);
    await expect.poll(async () => (await pool.query(waiting)).rowCount, { timeout: 30_000 }).toBe(1);
    const { rows } = await holder.query<{ at: Date }>('select clock_timestamp() as at');
    await holder.query('commit');
    await written;
    await holder.end();
    const { takenAt } = JSON.parse(gunzipSync(readFileSync(late)).toString().split('\n')[0] ?? '');
    expect(Date.parse(takenAt)).toBeGreaterThanOrEqual(Number(rows[0]?.at));
  });

  test('only its owner may read it', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('broken off in the middle of a table it leaves nothing, and the connection ends', async () => {
    const before = await readdir(directory);
    const broken = new AbortController();
    const onProgress = (table: string, bytes: number) => {
      if (table === 'public.one' && bytes > 4_000) broken.abort();
    };
    const written = takeBackup(source, join(directory, 'new.backup'), { signal: broken.signal, onProgress });
    await expect(written).rejects.toThrow('the backup was broken off; nothing is left of it');
    expect(await readdir(directory)).toEqual(before);
  });

  test('a database without Rappen, and a folder that is not there', async () => {
    const nothing = takeBackup(target, join(directory, 'new.backup'));
    await expect(nothing).rejects.toThrow('there is no Rappen in this database');
    await expect(takeBackup(source, join(directory, 'none', 'a'))).rejects.toThrow(/ENOENT/);
    expect(await readdir(directory)).not.toContain('new.backup.part');
  });
});

test('a restore that is broken off, or loses its connection, leaves the database bare', async () => {
  const broken = new AbortController();
  const slow = migrationsOf('slow', {
    '0001_one.sql': 'create table one (id int, text text);',
    '0002_slow.sql': 'select pg_sleep(60)',
  });
  const restored = restoreInto(target, file, { migrations: slow, signal: broken.signal });
  setTimeout(() => broken.abort(), 300);
  await expect(restored).rejects.toThrow('the restore was broken off; the database is as it was');
  expect(await isBare(target.ownerUrl)).toBe(true);
  const end = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'rappen restore' and query like '%pg_sleep%'`;
  const { pool } = target.openOwner(1);
  // The server may not have noticed yet that nobody waits for the first one.
  await expect.poll(async () => (await pool.query(end)).rowCount, { timeout: 30_000 }).toBe(0);
  const again = expect(restoreInto(target, file, { migrations: slow })).rejects.toThrow(
    'the connection to the database was lost: run the restore again',
  );
  await expect.poll(async () => (await pool.query(end)).rowCount, { timeout: 30_000 }).toBe(1);
  await again;
  expect(await isBare(target.ownerUrl)).toBe(true);
});

function migrationsOf(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(directory, `migrations ${name}`);
  mkdirSync(folder);
  for (const [each, sql] of Object.entries(files)) writeFileSync(join(folder, each), sql);
  return folder;
}
