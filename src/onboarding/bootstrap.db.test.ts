import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPriceBook } from '#aicore/prices/price.store.ts';
import { listAccounts } from '#billing/accounts/account.store.ts';
import { findSettings } from '#billing/settings/settings.store.ts';
import { listTransactions } from '#billing/transactions/transaction.store.ts';
import { findKeys } from '#identity/api-keys/api-key.store.ts';
import { hashApiKey } from '#identity/api-keys/api-key.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { verifyPassword } from '#identity/users/password.ts';
import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import type { MandateId } from '#kernel/id.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { bootstrap } from './bootstrap.ts';

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'rappen-bootstrap-'));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

test('the operator gets a mandate without end, four roles, prices, a rate and one administrator', async () => {
  const { db } = database.openApp();
  const result = await bootstrap(db, { chfPerUsd: decimal('0.7934') });
  const { email, generatedPassword } = must(result.administrator, 'the administrator');
  expect(result.demo).toBeUndefined();
  expect((await findSettings(db, ROOT_MANDATE_ID))?.billingModel).toBe('unlimited');
  const book = await readPriceBook(db);
  expect(book.rateAt(new Date())?.chfPerUsd).toEqual(decimal('0.7934'));
  expect(book.priceAt('tavily', '*', new Date())).toBeDefined();
  const { rows } = await database.openOwner().pool.query<{ email: string; password: string; role: string }>(
    `select u.email, a.password, m.role from app_user u join membership m on m.user_id = u.id
       join app_account a on a.user_id = u.id where a.provider_id = 'credential'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ email, role: 'system_administrator' });
  expect(await verifyPassword(must(generatedPassword, 'the password'), rows[0]?.password ?? '')).toBe(true);
  expect(await rulesOf('viewer')).not.toContain('resource.aicore.*');
  for (const role of ['system_administrator', 'mandate_admin', 'user']) {
    expect(await rulesOf(role)).toContain('resource.aicore.*');
  }
});

test('a second start changes nothing and shows no password again', async () => {
  const { db } = database.openApp();
  await bootstrap(db, { chfPerUsd: decimal('0.80'), demoDirectory: directory });
  const before = await everything();
  const again = await bootstrap(db, {
    chfPerUsd: decimal('0.95'),
    adminEmail: 'x@example.ch',
    demoDirectory: directory,
  });
  expect(again.administrator).toBeUndefined();
  expect(await everything()).toEqual(before);
});

test('a given login is used and not repeated', async () => {
  const { db } = database.openApp();
  const result = await bootstrap(db, {
    adminEmail: 'chief@example.ch',
    adminPassword: 'a long password',
    demoDirectory: directory,
  });
  expect(result.administrator).toEqual({ email: 'chief@example.ch', generatedPassword: undefined });
});

test('outside demo mode the first start needs an exchange rate, and makes nothing without', async () => {
  const { db } = database.openApp();
  const before = await everything();
  await expect(bootstrap(db, {})).rejects.toThrow('USD_CHF');
  expect(await everything()).toEqual(before);
});

test('two processes that start at once make one of each, and agree on the key', async () => {
  const [one, two] = [database.openApp(), database.openApp()];
  const [first, second] = await Promise.all([
    bootstrap(one.db, { demoDirectory: directory }),
    bootstrap(two.db, { demoDirectory: directory }),
  ]);
  expect([first, second].filter(({ administrator }) => administrator)).toHaveLength(1);
  expect(first.demo).toEqual(second.demo);
  const transactions = await listTransactions(one.db, must(first.demo, 'demo').mandateId, 10);
  expect(transactions).toHaveLength(1);
  expect(await isValid(must(first.demo, 'demo').key)).toBe(true);
});

describe('the demo mandate', () => {
  test('has CHF 100.00, a user, and a key in a file for the owner alone', async () => {
    const { db } = database.openApp();
    const demo = must((await bootstrap(db, { demoDirectory: directory })).demo, 'demo');
    const [pool] = await listAccounts(db, demo.mandateId);
    expect(pool).toMatchObject({ posted: 100_000_000_000n, held: 0n, floor: 0n });
    const file = join(directory, 'demo-key');
    expect((await readFile(file, 'utf8')).trim()).toBe(demo.key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await isValid(demo.key)).toBe(true);
    const [found] = await findKeys(db, [{ mandateId: demo.mandateId, hash: hashApiKey(demo.key) }]);
    expect(found?.facts.scopes).toEqual(['call', 'billing:read']);
  });

  test.each([
    ['is lost', (file: string) => rm(file)],
    ['is damaged', (file: string) => writeFile(file, 'rpn_nothing')],
    ['is empty', (file: string) => writeFile(file, '')],
  ])('a key file that %s is made again, with a new key, and the old key ends', async (_, damage) => {
    const { db } = database.openApp();
    const before = must((await bootstrap(db, { demoDirectory: directory })).demo, 'demo');
    await damage(join(directory, 'demo-key'));
    const after = must((await bootstrap(db, { demoDirectory: directory })).demo, 'demo');
    expect(after.key).not.toBe(before.key);
    expect((await readFile(join(directory, 'demo-key'), 'utf8')).trim()).toBe(after.key);
    expect(await isValid(after.key)).toBe(true);
    expect(await isValid(before.key)).toBe(false);
  });
});

async function isValid(key: string): Promise<boolean> {
  const mandateId: MandateId = 'mnd_00000000-0000-7000-8000-00000000de30';
  const [found] = await findKeys(database.openApp().db, [{ mandateId, hash: hashApiKey(key) }]);
  return found !== undefined;
}

async function rulesOf(role: string): Promise<string[]> {
  const { rows } = await database
    .openOwner()
    .pool.query<{ resource: string }>('select resource from role_permission where role = $1 and allowed', [
      role,
    ]);
  return rows.map(({ resource }) => resource);
}

/** All rows of all tables, to see that nothing has changed. */
async function everything(): Promise<Record<string, unknown>> {
  const { pool } = database.openOwner();
  const { rows } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const tables: Record<string, unknown> = {};
  for (const { name } of rows) {
    const content = await pool.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
    tables[name] = content.rows;
  }
  return tables;
}

test('where demo mode ends, the demo mandate is suspended, so that its gift buys no real call; demo mode takes it up again', async () => {
  const { db } = database.openApp();
  const { demo } = await bootstrap(db, { demoDirectory: directory });
  const { mandateId } = must(demo, 'the demo');
  await bootstrap(db, {});
  expect((await findMandate(db, mandateId))?.status).toBe('suspended');
  await bootstrap(db, { demoDirectory: directory });
  expect((await findMandate(db, mandateId))?.status).toBe('active');
});
