import { readFile } from 'node:fs/promises';
import { getRollbackPlans } from 'pg-boss';
import { expect, test } from 'vitest';
import { isBare } from '#test/support/backup-desk.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { prepareDatabase } from './prepare.ts';

test('processes that prepare one database at once all find it ready', async () => {
  const database = await createTestDatabase('empty');
  const prepared = await Promise.all([1, 2, 3, 4].map(() => prepareDatabase(database.ownerUrl)));
  expect(new Set(prepared.map(({ appUrl }) => appUrl)).size).toBe(1);
  const { pool } = database.openApp();
  expect((await pool.query('select version from pgboss.version')).rows).toEqual([{ version: 46 }]);
  await database.drop();
});

test('the version is that of the pinned package', async () => {
  const file = new URL(import.meta.resolve('pg-boss'));
  const text = await readFile(new URL('../package.json', file), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ pgboss: { schema: 46 } });
});

test('a queue of a newer program is refused, and one of an older program is brought up to date', async () => {
  const database = await createTestDatabase();
  const { pool } = database.openOwner();
  await pool.query('update pgboss.version set version = 47');
  await expect(prepareDatabase(database.ownerUrl)).rejects.toThrow(/the database is newer/);
  await pool.query('update pgboss.version set version = 46');
  await pool.query(getRollbackPlans('pgboss', 46));
  expect((await pool.query('select version from pgboss.version')).rows).toEqual([{ version: 45 }]);
  await prepareDatabase(database.ownerUrl);
  expect((await pool.query('select version from pgboss.version')).rows).toEqual([{ version: 46 }]);
  await database.drop();
});

test('an owner who may not make a schema is told what is missing', async () => {
  const database = await createTestDatabase('empty');
  const { pool } = database.openOwner();
  const name = `rappen_test_poor_${process.pid}`;
  await pool.query(`create role ${name} login password 'secret'; grant create on schema public to ${name}`);
  const url = new URL(database.ownerUrl);
  url.username = name;
  url.password = 'secret';
  const prepared = prepareDatabase(url.href, { appUrl: database.appUrl });
  await expect(prepared).rejects.toThrow(/may not make the schema pgboss.*grant create/s);
  expect(await isBare(database.ownerUrl), 'the migrations before it are taken back').toBe(true);
  await pool.query(`revoke create on schema public from ${name}; drop role ${name}`);
  await database.drop();
});
