import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backupDirectory, contentOf, restoreInto, takeBackup } from '#test/support/backup-desk.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { migrate } from '../migrate.ts';

/** All that a table can have, and that ours have not all at once. */
const SCHEMA = `
  create table a_child (parent bigint, note text);
  create table parent (id bigint primary key, name text not null);
  alter table a_child add foreign key (parent) references parent (id);
  create table "Odd ""Table" (
    id bigint generated always as identity primary key,
    parent bigint not null references parent (id) on delete cascade,
    "Column, 2" text, bytes bytea, document jsonb, at timestamptz, local_time timestamp, day date, big bigint,
    exact numeric, texts text[], numbers bigint[], ratio double precision, span interval, yes boolean,
    twice numeric generated always as (parent * 2.0) stored
  );
  create sequence "Own" start -5 minvalue -9;
  create unlogged table staged (id bigint);
  create table touched (id bigint);
  create function touch() returns trigger language plpgsql as
    'begin insert into touched values (new.id); return new; end';
  create trigger parent_touched after insert on parent for each row execute function touch();`;
const ROWS = String.raw`
  insert into parent values (-9223372036854775808, ''), (9223372036854775807, E'\\.'), (3, E'\\N'), (4, E'\n\\.\n');
  insert into a_child values (3, null), (null, E'\t'), (9223372036854775807, '');
  insert into "Odd ""Table" values
    (default, 3, null, null, null, null, null, null, null, null, null, null, null, null, null),
    (default, 4, E'a\tb\nc\\d\re\\.\b\f\v "q" ''s'' é😀', '\x000aff5c2e0a', '{"a": [1, "\\n", null], "b": "é"}',
     '2026-11-28 09:05:01.123456+02', '2026-03-29 02:30:00.000001', '0044-03-15 BC', 9223372036854775807,
     123456789012345678901234567890.000000001, E'{"a,b",NULL,"x\\\\y",""}', '{1,-9223372036854775808,NULL}', 0.1,
     '1 mon -2 days 03:00:00.000001', true),
    (default, 3, '', '', 'null', 'infinity', '-infinity', 'infinity', 0, 'NaN', '{}', '{}', '-Infinity', '0', false);
  select nextval('"Own"'), nextval('"Own"');`;

const directory = backupDirectory();
const migrations = join(directory, 'migrations');
mkdirSync(migrations);
writeFileSync(join(migrations, '0001_odd.sql'), SCHEMA);
const source = await createTestDatabase('empty');
const { pool } = source.openOwner();

test('every value comes back as it was, whatever the databases say about formats', async () => {
  await migrate(source.ownerUrl, migrations);
  await pool.query(ROWS);
  await pool.query('insert into staged values (1)');
  const strings = fc.sample(fc.string({ unit: 'grapheme' }), { numRuns: 300, seed: 1 });
  const [texts, objects] = [strings.map((one) => one.replaceAll('\0', '')), strings.map(storable)];
  await pool.query(
    `insert into "Odd ""Table" (parent, "Column, 2", document, texts)
     select 3, text, jsonb_build_object(text, document), array[text, null, text]
       from unnest($1::text[], $2::jsonb[]) as given (text, document)`,
    [texts, objects],
  );
  const target = await createTestDatabase('empty');
  await setFormats(source, "'German, DMY'", "'Asia/Kathmandu'", "'sql_standard'");
  await setFormats(target, "'SQL, MDY'", "'America/St_Johns'", "'iso_8601'");
  const file = join(directory, 'odd.backup');
  const { bytes } = await takeBackup(source, file);
  // What is unlogged waits to be worked on, and is nobody's data: no backup holds up who empties it.
  await pool.query('truncate staged');
  const restored = await restoreInto(target, file, { migrations });
  expect(restored).toMatchObject({ program: '1.2.3', rows: 7 + 3 + 300 + 4 + 1, applied: [] });
  await setFormats(source, 'default', 'default', 'default');
  await setFormats(target, 'default', 'default', 'default');
  const [before, after] = [await contentOf(source.ownerUrl), await contentOf(target.ownerUrl)];
  expect(after).toEqual(before);
  expect(after.touched, 'triggers have run once, in the first database').toHaveLength(4);
  const text = gunzipSync(readFileSync(file)).toString();
  const trailer = text.trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(trailer)).toMatchObject({ rows: { 'public.parent': 4, 'public.touched': 4 } });
  expect(Buffer.byteLength(text) - Buffer.byteLength(trailer) - 1).toBe(bytes);
});

test('sequences and identity columns go on where they were, and triggers and foreign keys work again', async () => {
  const target = await createTestDatabase('empty');
  await restoreInto(target, join(directory, 'odd.backup'), { migrations });
  const there = target.openOwner().pool;
  for (const one of [pool, there]) {
    const next = await one.query(
      `insert into "Odd ""Table" (parent) values (3) returning id::int, nextval('"Own"')::int as own`,
    );
    expect(next.rows).toEqual([{ id: 304, own: -3 }]);
  }
  await there.query("insert into parent values (5, 'new')");
  expect((await there.query('select max(id)::int as id from touched where id < 100')).rows).toEqual([
    { id: 5 },
  ]);
  await expect(there.query('insert into a_child values (6, null)')).rejects.toThrow(/violates foreign key/);
  await expect(there.query('delete from parent where id = 3')).rejects.toThrow(/a_child_parent_fkey/);
});

test('a row that its foreign key forbids is found, and the database stays bare', async () => {
  await pool.query('alter table a_child disable trigger all; insert into a_child values (77, null)');
  const file = join(directory, 'orphan.backup');
  await takeBackup(source, file);
  const target = await createTestDatabase('empty');
  await expect(restoreInto(target, file, { migrations })).rejects.toThrow(/a_child_parent_fkey/);
  expect(await contentOf(target.ownerUrl)).toEqual({});
});

function storable(text: string): string {
  return JSON.stringify({ text: text.replaceAll('\0', '') });
}

async function setFormats(
  database: typeof source,
  dates: string,
  zone: string,
  spans: string,
): Promise<void> {
  const admin = database.openOwner(1);
  for (const [name, value] of [
    ['datestyle', dates],
    ['timezone', zone],
    ['intervalstyle', spans],
  ]) {
    await admin.pool.query(`alter database ${database.name} set ${name} to ${value}`);
  }
  await admin.close();
}
