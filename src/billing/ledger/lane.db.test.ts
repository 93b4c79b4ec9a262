import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { uuidOf } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  walletState,
} from '#test/support/test-ledger.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();

const killConnections = () =>
  owner.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'rappen ledger'",
  );

test('connections that are cut under load: every call has one effect and one answer', async () => {
  const ledger = openTestLedger(database, { holdTimeoutMs: 60_000 });
  afterAll(() => ledger.close());
  const spender = await createSpender(app, { balance: 10_000_000n });
  let stop = false;
  const killer = (async () => {
    while (!stop) {
      await sleep(120);
      await killConnections();
    }
  })();
  const answers = await Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      await sleep(3 * i);
      const request = holdRequest(spender, 1_000n);
      const granted = await ledger.authorize(request);
      return { granted, captured: await ledger.capture({ ...request, charge: charge(7n) }) };
    }),
  );
  stop = true;
  await killer;
  expect(answers.every(({ granted }) => granted.outcome === 'granted')).toBe(true);
  expect(await walletState(app, spender)).toEqual({ posted: 10_000_000n - 400n * 7n, held: 0n });
  expect(await differencesOf(database)).toEqual([]);
}, 60_000);

test('while the wallet is locked by somebody: database_unavailable in time, and no hold stays behind', async () => {
  const ledger = openTestLedger(database, { holdTimeoutMs: 200 });
  afterAll(() => ledger.close());
  const spender = await createSpender(app, { balance: 1_000n });
  const blocker = await owner.pool.connect();
  await blocker.query('begin');
  await blocker.query('select from billing_account where id = $1 for update', [uuidOf(spender.walletId)]);
  const attempt = ledger.authorize(holdRequest(spender, 100n));
  await expect(attempt).rejects.toMatchObject({ code: 'database_unavailable' });
  await blocker.query('rollback');
  blocker.release();
  const later = holdRequest(spender, 1_000n);
  await ledger.authorize(later);
  expect(await walletState(app, spender)).toMatchObject({ held: 1_000n });
}, 20_000);

test('a full queue refuses at once with overloaded; what was accepted is answered', async () => {
  const ledger = openTestLedger(database, { maxWaitingHolds: 10, lanes: 1 });
  afterAll(() => ledger.close());
  const spender = await createSpender(app, { balance: 1_000_000n });
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => ledger.authorize(holdRequest(spender, 10n))),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.length).toBe(40);
  for (const result of refused) expect(result.reason).toMatchObject({ code: 'overloaded' });
  expect(await walletState(app, spender)).toMatchObject({ held: 100n });
});

test("the month is the database's: a batch that names another month does nothing and learns the right one", async () => {
  const spender = await createSpender(app, { balance: 1_000n, userLimit: 500n });
  const ledger = openTestLedger(database);
  afterAll(() => ledger.close());
  expect(await ledger.authorize(holdRequest(spender, 400n))).toMatchObject({ outcome: 'granted' });
  const { rows } = await app.pool.query<{ month: number; now: number }>(
    "select month, zurich_month(now()) as now from billing_account where mandate_id = $1 and kind = 'limit'",
    [uuidOf(spender.mandateId)],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.month).toBe(rows[0]?.now);
});

test.each([
  ['2026-11-30T22:59:59Z', 202611],
  ['2026-11-30T23:00:00Z', 202612],
  ['2026-03-31T21:59:59Z', 202603],
  ['2026-03-31T22:00:00Z', 202604],
  ['2028-02-29T22:59:59Z', 202802],
  ['2028-02-29T23:00:00Z', 202803],
])('%s is in the Zurich month %i', async (instant, month) => {
  const { rows } = await app.pool.query('select zurich_month($1) as month', [instant]);
  expect(rows[0]).toEqual({ month });
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
