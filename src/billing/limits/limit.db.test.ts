import { afterAll, expect, test } from 'vitest';
import { post } from '#billing/transactions/posting.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  type TestSpender,
} from '#test/support/test-ledger.ts';
import { setMonthlyLimit } from './limit.service.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
const other = openTestLedger(database);
afterAll(async () => {
  await Promise.all([ledger.close(), other.close()]);
});

const setLimit = (spender: TestSpender, monthly: bigint) =>
  setMonthlyLimit(app.db, { ...spender, scope: 'user', subjectId: spender.userId, monthly });

async function floorsOf(account: { mandateId: TestSpender['mandateId'] }, kind: 'limit' | 'wallet') {
  const { rows } = await owner.pool.query<{ floor: bigint; floor_wanted: bigint }>(
    'select floor, floor_wanted from billing_account where mandate_id = $1 and kind = $2',
    [uuidOf(account.mandateId), kind],
  );
  return rows[0];
}

test("a limit that is set while the month's first call opens its account counts", async () => {
  for (let i = 0; i < 40; i++) {
    const spender = await createSpender(app, { balance: 1_000n, userLimit: 900n });
    await Promise.all([
      ledger.authorize(holdRequest(spender, 10n)),
      new Promise((resolve) => setTimeout(resolve, i % 4)).then(() => setLimit(spender, 50n)),
    ]);
    expect(await ledger.authorize(holdRequest(spender, 60n))).toMatchObject({ outcome: 'refused' });
    expect(await floorsOf(spender, 'limit')).toMatchObject({ floor_wanted: -50n });
  }
});

test('the first calls of a month on two processes, over many limits in different orders, all get through', async () => {
  const spenders = await Promise.all(
    Array.from({ length: 30 }, () =>
      createSpender(app, { balance: 1_000n, userLimit: 900n, keyLimit: 800n }),
    ),
  );
  const answers = await Promise.all(
    [ledger, other].flatMap((side, n) =>
      (n ? spenders.toReversed() : spenders).map((spender) => side.authorize(holdRequest(spender, 10n))),
    ),
  );
  expect(answers.every(({ outcome }) => outcome === 'granted')).toBe(true);
});

test('a limit below what is used and held admits nothing; its floor follows as holds are freed', async () => {
  const spender = await createSpender(app, { balance: 10_000n, userLimit: 1_000n });
  const holds = [300n, 300n, 300n].map((wanted) => holdRequest(spender, wanted));
  for (const hold of holds) await ledger.authorize(hold);
  await setLimit(spender, 200n);
  expect(await ledger.authorize(holdRequest(spender, 1n))).toMatchObject({ source: 'user_limit' });
  expect(await floorsOf(spender, 'limit')).toEqual({ floor: -900n, floor_wanted: -200n });
  const [first, second, third] = holds as [(typeof holds)[0], (typeof holds)[0], (typeof holds)[0]];
  await ledger.void(spender.mandateId, first.holdId, 'over');
  expect(await floorsOf(spender, 'limit')).toMatchObject({ floor: -600n });
  await ledger.capture({ ...second, charge: charge(500n) });
  expect(await floorsOf(spender, 'limit')).toMatchObject({ floor: -800n });
  await ledger.void(spender.mandateId, third.holdId, 'over');
  expect(await floorsOf(spender, 'limit')).toMatchObject({ floor: -500n });
  await setLimit(spender, 600n);
  expect(await ledger.authorize(holdRequest(spender, 100n))).toMatchObject({ outcome: 'granted' });
});

test('a credit limit below what is used: nothing new, nothing breaks, and a payment does not widen it again', async () => {
  const spender = await createSpender(app, { model: 'postpaid', creditLimit: 1_000n });
  const hold = holdRequest(spender, 900n);
  await ledger.authorize(hold);
  await owner.pool.query('update billing_settings set credit_limit = 200 where mandate_id = $1', [
    uuidOf(spender.mandateId),
  ]);
  await app.pool.query('select ledger_set_floor($1, $2, -200)', [
    uuidOf(spender.mandateId),
    uuidOf(spender.walletId),
  ]);
  expect(await ledger.authorize(holdRequest(spender, 1n))).toMatchObject({ outcome: 'refused' });
  expect(await ledger.capture({ ...hold, charge: charge(950n) })).toEqual({
    balanceAfter: -900n,
    absorbed: 50n,
  });
  await post(app.db, { ...spender, type: 'payment', amount: 400n, idempotencyKey: 'p1' });
  expect(await floorsOf(spender, 'wallet')).toEqual({ floor: -500n, floor_wanted: -200n });
  await post(app.db, { ...spender, type: 'payment', amount: 400n, idempotencyKey: 'p2' });
  expect(await floorsOf(spender, 'wallet')).toEqual({ floor: -200n, floor_wanted: -200n });
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
