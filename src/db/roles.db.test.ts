import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import type { Db } from './database.ts';
import { ensureAppRole, refusePowerfulAppRole } from './roles.ts';

let database: TestDatabase;
let owner: Db;

beforeAll(async () => {
  database = await createTestDatabase('empty');
  owner = database.openOwner().db;
  await sql`create table billing_transaction (amount bigint)`.execute(owner);
});
afterAll(() => database.drop());

test('processes with one DATABASE_URL agree on the role and its password', async () => {
  const urls = await Promise.all([1, 2, 3, 4].map(() => ensureAppRole(database.ownerUrl)));
  expect(new Set(urls).size).toBe(1);
  const client = new pg.Client({ connectionString: urls[0] });
  await client.connect();
  expect((await client.query('select current_user as name')).rows).toEqual([{ name: 'rappen_app' }]);
  await client.end();
});

test('the role is no superuser and makes neither roles nor databases', async () => {
  const { rows } = await sql`
    select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
      from pg_roles where rolname = 'rappen_app'`.execute(owner);
  expect(rows).toEqual([
    { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false },
  ]);
});

test('an owner that may not create roles, and one without a password, are told to set DATABASE_APP_URL', async () => {
  const url = await temporaryRole('login');
  await expect(ensureAppRole(url)).rejects.toThrow(
    /^the owner in DATABASE_URL may not create roles: .*DATABASE_APP_URL/s,
  );
  const bare = new URL(database.ownerUrl);
  bare.password = '';
  await expect(ensureAppRole(bare.href)).rejects.toThrow(
    /has no password to derive one from: .*DATABASE_APP_URL/,
  );
});

test('the right to read and to insert is no danger', async () => {
  await sql`grant select, insert on billing_transaction to rappen_app`.execute(owner);
  await refusePowerfulAppRole(database.appUrl);
});

test.each([
  ['update', 'update'],
  ['delete', 'delete'],
  ['truncate', 'truncate'],
  ['update of one column', 'update (amount)'],
])('a role with the right to %s booked transactions is refused', async (_name, right) => {
  const privilege = sql.raw(right);
  await sql`grant ${privilege} on billing_transaction to rappen_app`.execute(owner);
  await expect(refusePowerfulAppRole(database.appUrl)).rejects.toThrow(
    /^the application's database role rappen_app may change or remove booked transactions/,
  );
  await sql`revoke ${privilege} on billing_transaction from rappen_app`.execute(owner);
  await refusePowerfulAppRole(database.appUrl);
});

test('a superuser, a maker of roles, and the owner itself are refused', async () => {
  await expect(refusePowerfulAppRole(database.ownerUrl)).rejects.toThrow(
    /is a superuser|is the owner of the ledger/,
  );
  await expect(refusePowerfulAppRole(await temporaryRole('login superuser'))).rejects.toThrow(
    /is a superuser/,
  );
  await expect(refusePowerfulAppRole(await temporaryRole('login createrole'))).rejects.toThrow(
    /may create roles/,
  );
});

test('a member of the owner is refused', async () => {
  const group = `rappen_group_${randomUUID().slice(0, 8)}`;
  await sql`create role ${sql.id(group)}`.execute(owner);
  await sql`alter table billing_transaction owner to ${sql.id(group)}`.execute(owner);
  onTestFinished(async () => {
    await sql`reassign owned by ${sql.id(group)} to current_user`.execute(owner);
    await sql`drop role ${sql.id(group)}`.execute(owner);
  });
  const url = await temporaryRole(`login in role ${group}`);
  await expect(refusePowerfulAppRole(url)).rejects.toThrow(/is the owner of the ledger or a member of it/);
});

async function temporaryRole(attributes: string): Promise<string> {
  const name = `rappen_test_role_${randomUUID().slice(0, 8)}`;
  await sql`create role ${sql.id(name)} ${sql.raw(attributes)} password 'secret'`.execute(owner);
  onTestFinished(async () => {
    await sql`drop role ${sql.id(name)}`.execute(owner);
  });
  const url = new URL(database.ownerUrl);
  url.username = name;
  url.password = 'secret';
  return url.href;
}
