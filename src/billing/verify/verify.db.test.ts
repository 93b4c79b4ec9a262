import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { sweep } from '#billing/ledger/sweep.ts';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
} from '#test/support/test-ledger.ts';
import { CHECKS } from './checks.ts';
import { verifyLedger } from './verify.ts';

/* One ledger with a row of every kind; each test alters one of them behind its back. */

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

const spender = await createSpender(app, { model: 'prepaid_user', balance: 10_000n, userLimit: 9_000n });
const pool = await openWallet(app.db, spender.mandateId, undefined, 0n);
const { transactionId } = await topUp(app.db, {
  mandateId: spender.mandateId,
  userId: spender.userId,
  amount: 500n,
  idempotencyKey: 'second',
});
await post(app.db, {
  ...spender,
  type: 'refund',
  amount: -90n,
  corrects: transactionId,
  idempotencyKey: 'r',
});
await post(app.db, { ...spender, type: 'transfer', amount: -80n, toWalletId: pool, idempotencyKey: 't' });
await post(app.db, { ...spender, type: 'adjustment', amount: -70n, idempotencyKey: 'a' });

const [captured, dead, late, voided] = [0, 1, 2, 3].map(() => holdRequest(spender, 100n)) as [
  ReturnType<typeof holdRequest>,
  ReturnType<typeof holdRequest>,
  ReturnType<typeof holdRequest>,
  ReturnType<typeof holdRequest>,
];
for (const request of [captured, dead, late, voided]) await ledger.authorize(request);
await ledger.capture({ ...captured, charge: charge(60n) });
await ledger.renew([dead, late, voided].map((request) => ({ ...request, progress: charge(20n) })));
await owner.pool.query(
  "update billing_hold set expires_at = now() - interval '31 seconds' where state = 'open'",
);
await sweep({ pool: app.pool, ledger, log: silentLog });
await ledger.capture({ ...late, charge: charge(30n) });
await ledger.void(spender.mandateId, voided.holdId, 'failed_before_generation');
await ledger.authorize(holdRequest(spender, 100n));
const dear = holdRequest(spender, 50n);
await ledger.authorize(dear);
await ledger.authorize(holdRequest(spender, 20_000n, { minimum: 1n, limits: [] }));
await ledger.capture({ ...dear, charge: charge(75n) });

test('the ledger as it is has no differences', async () => {
  expect(await differencesOf(database)).toEqual([]);
});

/** Runs the statement with triggers off, as somebody with the owner's rights could; answers what undoes it. */
async function alter(table: string, set: string, where: string): Promise<() => Promise<unknown>> {
  const client = await owner.pool.connect();
  const column = set.split(' ')[0] ?? '';
  try {
    await client.query('set session_replication_role = replica');
    const { rows } = await client.query<{ place: string; before: string | null }>(
      `select ctid::text as place, ${column}::text as before from ${table} where ${where} limit 1`,
    );
    const row = rows[0];
    if (!row) throw new Error(`no row of ${table} where ${where}`);
    const type = `(select atttypid::regtype from pg_attribute where attrelid = '${table}'::regclass and attname = '${column}')`;
    const { rows: types } = await client.query<{ type: string }>(`select ${type}::text as type`);
    const { rows: moved } = await client.query<{ place: string }>(
      `update ${table} t set ${set} where ctid = $1::tid returning ctid::text as place`,
      [row.place],
    );
    return async () => {
      const undo = await owner.pool.connect();
      await undo.query('set session_replication_role = replica');
      await undo.query(`update ${table} set ${column} = $1::text::${types[0]?.type} where ctid = $2::tid`, [
        row.before,
        moved[0]?.place,
      ]);
      undo.release(true);
    };
  } finally {
    client.release(true);
  }
}

const CALL = "type in ('usage', 'usage_correction')";
const HOUSE =
  "(select id from billing_account b where b.mandate_id = t.mandate_id and b.kind = 'receivable')";

await owner.pool.query('drop index billing_account_one_house');

describe('names a row whose sums still add up, with another', () => {
  test.each([
    ['billing_transaction', `counter_account_id = ${HOUSE}`, "type = 'usage'"],
    ['billing_transaction', `counter_account_id = ${HOUSE}`, "type = 'top_up'"],
    ['billing_transaction', "type = 'payment'", "type = 'top_up'"],
    ['billing_transaction', "type = 'adjustment'", "type = 'refund'"],
    ['billing_transaction', 'corrects = gen_random_uuid()', "type = 'absorbed'"],
    ['billing_transaction', 'corrects = gen_random_uuid()', "type = 'usage_correction'"],
    ['billing_transaction', "at = at - interval '1 day'", "type = 'usage'"],
    ['billing_transaction', "usage_source = 'estimated'", CALL],
    ['billing_transaction', 'price_id = gen_random_uuid()', CALL],
    ['billing_transaction', "model_answered = 'other'", CALL],
    ['billing_transaction', 'automation_id = gen_random_uuid()', CALL],
    ['billing_transaction', "limit_accounts = '{}'", "type = 'usage_correction'"],
    ['billing_transaction', 'user_id = gen_random_uuid()', "type = 'top_up'"],
    ['billing_transaction', "provider = 'openai'", "type = 'top_up'"],
    ['billing_transaction', 'request_hash = gen_random_uuid()', "type = 'top_up'"],
    ['billing_hold', "state = 'expired'", `id = '${uuidOf(captured.holdId)}'`],
    ['billing_hold', "usage_source = 'unknown'", `id = '${uuidOf(captured.holdId)}'`],
    ['billing_hold', 'amount = amount + 1', "state = 'captured'"],
    ['billing_hold', 'limit_accounts = limit_accounts || gen_random_uuid()', "state = 'open'"],
    ['billing_account', 'month = month + 1', "kind = 'limit'"],
    ['billing_account', 'floor = floor - 1', "kind = 'limit'"],
    ['billing_account', 'user_id = gen_random_uuid()', "kind = 'wallet' and user_id is not null"],
    [
      'billing_account',
      "oldest_open = 'ffffffff-ffff-7fff-bfff-ffffffffffff'",
      "kind = 'wallet' and held > 0",
    ],
    ['billing_account', "kind = 'receivable'", "kind = 'usage'"],
  ])('%s: %s where %s', async (table, set, where) => {
    const undo = await alter(table, set, where);
    try {
      expect(await differencesOf(database)).not.toEqual([]);
    } finally {
      await undo();
    }
    expect(await differencesOf(database)).toEqual([]);
  });
});

test('a hold that nobody has ended is a difference only where a Rappen runs that should have', async () => {
  const name = 'hold: none is open past its expiry, grace and two sweeps of a running Rappen';
  const differs = async (patience: string) =>
    (await app.pool.query((CHECKS[name] ?? '').replaceAll('60 seconds', patience))).rowCount !== 0;
  const undo = await alter('billing_hold', "expires_at = now() - interval '2 days'", "state = 'open'");
  // As after a restore: the backup is of a moment in which calls were running, and they have expired since.
  expect(await differencesOf(database)).toEqual([]);
  expect(await differs('0 seconds')).toBe(false);
  const changes = new pg.Client({ connectionString: database.appUrl, application_name: 'rappen changes' });
  await changes.connect();
  expect(await differs('60 seconds'), 'it has just begun').toBe(false);
  expect(await differs('0 seconds')).toBe(true);
  await undo();
  expect(await differs('0 seconds')).toBe(false);
  await changes.end();
});

test.each(['null', `'"text"'`, `'[null]'`, `'[{"quantities": {"input_tokens": -1}}]'`])(
  'a usage of %s is a difference, not the end of the recount',
  async (usage) => {
    const undo = await alter('billing_transaction', `usage = ${usage}`, "type = 'usage'");
    try {
      const recompute = (row: { usage: readonly { quantities: object }[]; amount: bigint }) =>
        row.usage.every((part) => Object.values(part.quantities).every((count) => count >= 0))
          ? row.amount
          : undefined;
      const { differences } = await verifyLedger(app.pool, { recompute });
      expect(differences.map(({ check }) => check)).toContain(
        'usage: the amount follows from usage, price, markup and rate',
      );
    } finally {
      await undo();
    }
  },
);

test('a call that was voided after its journal had been booked does not stop the recount', async () => {
  const { ok } = await verifyLedger(app.pool, {
    recompute: (row) => (row.usage.length > 0 ? row.amount : 0n),
  });
  expect(ok).toBe(true);
});
