import { afterAll, expect, test } from 'vitest';
import { newId, uuidOf } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
} from '#test/support/test-ledger.ts';
import { limitAccount } from './ledger.service.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

const spender = await createSpender(app, { balance: 1_000n });
const request = holdRequest(spender, 100n);
await ledger.authorize(request);
await ledger.capture({ ...request, charge: charge(30n) });

test.each([
  ['update a transaction', 'update billing_transaction set amount = 0'],
  ['delete a transaction', 'delete from billing_transaction'],
  ['truncate the transactions', 'truncate billing_transaction'],
  ['insert a transaction', 'insert into billing_transaction select * from billing_transaction'],
  ['change a balance', 'update billing_account set posted = posted + 1'],
  ['delete an account', 'delete from billing_account'],
  ['reopen a hold', "update billing_hold set state = 'open'"],
  ['change statistics', 'update billing_statistic_daily set charged = 0'],
  ['drop the trigger', 'drop trigger billing_transaction_append_only on billing_transaction'],
  ['turn the trigger off', 'alter table billing_transaction disable trigger all'],
])("the application's role may not %s", async (_what, statement) => {
  await expect(app.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test.each([
  ['update', 'update billing_transaction set note = note'],
  ['delete', 'delete from billing_transaction'],
  ['truncate', 'truncate billing_transaction'],
])('the trigger refuses to %s a transaction, even for the owner', async (_what, statement) => {
  await expect(owner.pool.query(statement)).rejects.toThrow('append-only');
});

test('the CHECK refuses an overdraft and a negative held, even for the owner', async () => {
  const wallet = [uuidOf(spender.mandateId), uuidOf(spender.walletId)];
  const set = (what: string) =>
    owner.pool.query(`update billing_account set ${what} where mandate_id = $1 and id = $2`, wallet);
  await expect(set('posted = -1')).rejects.toMatchObject({ constraint: 'floor_is_kept' });
  await expect(set('held = 971')).rejects.toMatchObject({ constraint: 'floor_is_kept' });
  await expect(set('held = -1')).rejects.toMatchObject({ code: '23514' });
});

test('a second usage row of one hold, a second wallet and a second month are refused by unique indexes', async () => {
  await expect(
    owner.pool.query('insert into billing_transaction select (t.*) from billing_transaction t'),
  ).rejects.toMatchObject({ code: '23505' });
  await expect(
    owner.pool.query("insert into billing_account (mandate_id, id, kind) values ($1, $2, 'wallet')", [
      uuidOf(spender.mandateId),
      uuidOf(newId('acc')),
    ]),
  ).rejects.toMatchObject({ constraint: 'billing_account_one_wallet' });
});

test('a settled hold keeps one settlement: the state says so and the database checks it', async () => {
  const hold = uuidOf(request.holdId);
  await expect(
    owner.pool.query("update billing_hold set state = 'open' where id = $1", [hold]),
  ).rejects.toMatchObject({ code: '23514' });
  await expect(
    owner.pool.query('update billing_hold set charged = null where id = $1', [hold]),
  ).rejects.toMatchObject({ constraint: 'charged_if_settled' });
});

test('every table of a mandate has mandate_id first in its primary key and in every unique index', async () => {
  const { rows } = await owner.pool.query<{ table: string; index: string; first: string }>(`
    select c.relname as table, i.relname as index, a.attname as first
    from pg_index x
    join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
    where x.indisunique and c.relnamespace = 'public'::regnamespace
      and exists (select from pg_attribute m where m.attrelid = c.oid and m.attname = 'mandate_id')`);
  expect(rows.length).toBeGreaterThan(8);
  expect(rows.filter((row) => row.first !== 'mandate_id')).toEqual([]);
});

test('no foreign key leads from one mandate to another: each has mandate_id on both sides', async () => {
  const { rows } = await owner.pool.query<{ name: string }>(`
    select c.conname as name from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      and exists (select from pg_attribute m where m.attrelid = c.conrelid and m.attname = 'mandate_id')
      and exists (select from pg_attribute m where m.attrelid = c.confrelid and m.attname = 'mandate_id')
      and not exists (
        select from unnest(c.conkey, c.confkey) k (own, other)
        join pg_attribute m on m.attrelid = c.conrelid and m.attnum = k.own and m.attname = 'mandate_id'
        join pg_attribute n on n.attrelid = c.confrelid and n.attnum = k.other and n.attname = 'mandate_id')`);
  expect(rows).toEqual([]);
});

test("a limit's account has the same id in TypeScript and in SQL", async () => {
  const limit = newId('lim');
  const { rows } = await app.pool.query<{ id: string }>('select limit_account_id($1, 202611) as id', [
    uuidOf(limit),
  ]);
  expect(rows[0]?.id).toBe(limitAccount(limit, 202611));
});

test('an item that the database refuses fails alone: the rest of its batch is booked', async () => {
  const rich = await createSpender(app, { balance: 10_000n });
  const results = await Promise.allSettled([
    ...Array.from({ length: 10 }, () => ledger.authorize(holdRequest(rich, 10n))),
    ledger.authorize(holdRequest({ ...rich, walletId: newId('acc') }, 10n)),
    ledger.authorize(holdRequest(rich, 10n, { idempotencyKey: 'x'.repeat(300) })),
  ]);
  expect(results.map((result) => result.status)).toEqual([
    ...Array(10).fill('fulfilled'),
    'rejected',
    'rejected',
  ]);
  expect(await differencesOf(database)).toEqual([]);
});

test('a row that is altered behind our back is named by the recount', async () => {
  const client = await owner.pool.connect();
  await client.query('alter table billing_transaction disable trigger all');
  await client.query(
    "update billing_transaction set amount = amount + 1 where mandate_id = $1 and type = 'usage'",
    [uuidOf(spender.mandateId)],
  );
  await client.query('alter table billing_transaction enable trigger all');
  client.release();
  const differences = await differencesOf(database);
  const usage = uuidOf(request.holdId);
  expect(
    differences.some((line) => line.startsWith('transaction: balance after') && line.includes(usage)),
  ).toBe(true);
  expect(differences.some((line) => line.startsWith('hold: its usage row') && line.includes(usage))).toBe(
    true,
  );
  expect(differences.some((line) => line.startsWith('wallet: posted'))).toBe(true);
  expect(differences.some((line) => line.startsWith('statistics'))).toBe(true);
});
