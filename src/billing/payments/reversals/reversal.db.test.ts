import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { listTransactions } from '#billing/transactions/transaction.store.ts';
import { uuidOf } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  type TestSpender,
  walletState,
} from '#test/support/test-ledger.ts';
import { collectOwed, reverseTopUp } from './reversal.service.ts';

const database = await createTestDatabase();
const app = database.openApp();
const elsewhere = database.openApp();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());
afterAll(async () => expect(await differencesOf(database)).toEqual([]));

async function toppedUp(amount: bigint, spent: bigint, held = 0n) {
  const spender = await createSpender(app);
  const { mandateId } = spender;
  const { transactionId: topUpId } = await topUp(app.db, { mandateId, amount, idempotencyKey: 'bank' });
  const spend = async (cost: bigint) => {
    const request = holdRequest(spender, cost);
    expect(await ledger.authorize(request)).toMatchObject({ outcome: 'granted' });
    return request;
  };
  if (spent > 0n) await ledger.capture({ ...(await spend(spent)), charge: charge(spent) });
  const open = held > 0n ? await spend(held) : undefined;
  return { spender, mandateId, topUpId, open };
}

async function amounts({ mandateId }: TestSpender): Promise<readonly string[]> {
  const rows = await listTransactions(app.db, mandateId, 10);
  return rows.map(({ type, amount }) => `${type} ${amount}`);
}

test('what is there is taken, what is missing is owed, and nothing new is held', async () => {
  const { spender, mandateId, topUpId } = await toppedUp(100n, 60n);
  const reversed = await reverseTopUp(app.db, { mandateId, topUpId, amount: 100n, idempotencyKey: 'r' });
  expect(reversed).toMatchObject({ balance: 0n, owed: 60n, isNew: true });
  expect(await amounts(spender)).toEqual(['reversal -100', 'reversal 60', 'usage -60', 'top_up 100']);
  expect(await ledger.authorize(holdRequest(spender, 1n))).toMatchObject({ outcome: 'refused' });
});

test('what is held for calls that run stays held, and what is freed of it is collected, as is the next top-up', async () => {
  const { spender, mandateId, topUpId, open } = await toppedUp(100n, 50n, 30n);
  const reversed = await reverseTopUp(app.db, { mandateId, topUpId, amount: 100n, idempotencyKey: 'r' });
  expect(reversed).toMatchObject({ balance: 30n, owed: 80n });
  expect(await collectOwed(app.db)).toBe(0);
  if (open) await ledger.capture({ ...open, charge: charge(10n) });
  expect(await collectOwed(app.db)).toBe(1);
  expect(await walletState(app, spender)).toEqual({ posted: 0n, held: 0n });
  await topUp(app.db, { mandateId, amount: 75n, idempotencyKey: 'again' });
  expect(await Promise.all([collectOwed(app.db), collectOwed(elsewhere.db)])).toContain(1);
  expect((await amounts(spender)).slice(0, 3)).toEqual(['reversal -60', 'top_up 75', 'reversal -20']);
  expect(await walletState(app, spender)).toEqual({ posted: 15n, held: 0n });
});

test('a wallet that is below the floor it should have gives nothing and owes all of it', async () => {
  const spender = await createSpender(app, { model: 'postpaid', creditLimit: 100n });
  const { mandateId } = spender;
  const { transactionId: topUpId } = await topUp(app.db, { mandateId, amount: 20n, idempotencyKey: 'bank' });
  const request = holdRequest(spender, 60n);
  await ledger.authorize(request);
  await ledger.capture({ ...request, charge: charge(60n) });
  await sql`select ledger_set_terms(${uuidOf(mandateId)}, 'postpaid', 10)`.execute(app.db);
  const reversal = { mandateId, topUpId, amount: 20n, idempotencyKey: 'r' };
  expect(await reverseTopUp(app.db, reversal)).toMatchObject({ balance: -40n, owed: 20n });
  expect(await collectOwed(app.db)).toBe(0);
  await topUp(app.db, { mandateId, amount: 45n, idempotencyKey: 'again' });
  expect(await collectOwed(app.db)).toBe(1);
  expect(await walletState(app, spender)).toMatchObject({ posted: -10n });
});

test('twenty times at once on two processes it is taken once; another amount with that key is refused', async () => {
  const { spender, mandateId, topUpId } = await toppedUp(100n, 40n);
  const reversal = { mandateId, topUpId, amount: 90n, idempotencyKey: 'r' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => reverseTopUp(i % 2 ? app.db : elsewhere.db, reversal)),
  );
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(answers.map(({ transactionId, owed }) => `${transactionId} ${owed}`)).size).toBe(1);
  expect(await walletState(app, spender)).toMatchObject({ posted: 0n });
  await expect(reverseTopUp(app.db, { ...reversal, amount: 1n })).rejects.toMatchObject({
    code: 'idempotency_conflict',
  });
});

test('no more than what is left of the top-up, and what was taken back is not refunded', async () => {
  const { spender, mandateId, topUpId } = await toppedUp(100n, 0n);
  await topUp(app.db, { mandateId, amount: 500n, idempotencyKey: 'other' });
  await post(app.db, { ...spender, type: 'refund', amount: -30n, corrects: topUpId, idempotencyKey: 'f' });
  const reversal = { mandateId, topUpId, idempotencyKey: 'r' };
  await expect(reverseTopUp(app.db, { ...reversal, amount: 71n })).rejects.toMatchObject({
    code: 'invalid_request',
  });
  await reverseTopUp(app.db, { ...reversal, amount: 60n });
  const refund = { ...spender, type: 'refund', corrects: topUpId, idempotencyKey: 'f2' } as const;
  await expect(post(app.db, { ...refund, amount: -11n })).rejects.toMatchObject({ code: 'invalid_request' });
  await post(app.db, { ...refund, amount: -10n });
  expect(await walletState(app, spender)).toMatchObject({ posted: 500n });
});

test('whatever is spent, held and taken back in which order: the sums hold, and nobody is below his floor', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('top_up' as const), amount: fc.bigInt(1n, 100n) }),
    fc.record({ kind: fc.constant('spend' as const), amount: fc.bigInt(1n, 60n) }),
    fc.record({ kind: fc.constant('reverse' as const), amount: fc.bigInt(1n, 100n) }),
    fc.record({ kind: fc.constant('collect' as const), amount: fc.constant(0n) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 15 }), async (steps) => {
      const { spender, mandateId, topUpId } = await toppedUp(100n, 0n);
      let [left, expected, owed] = [100n, 100n, 0n];
      for (const [index, { kind, amount }] of steps.entries()) {
        const idempotencyKey = `step ${index}`;
        if (kind === 'top_up') {
          await topUp(app.db, { mandateId, amount, idempotencyKey });
          expected += amount;
        } else if (kind === 'spend' && amount <= expected) {
          const request = holdRequest(spender, amount);
          await ledger.authorize(request);
          await ledger.capture({ ...request, charge: charge(amount) });
          expected -= amount;
        } else if (kind === 'reverse' && amount <= left) {
          const taken = amount < expected ? amount : expected;
          await reverseTopUp(app.db, { mandateId, topUpId, amount, idempotencyKey });
          [left, expected, owed] = [left - amount, expected - taken, owed + amount - taken];
        } else if (kind === 'collect') {
          await collectOwed(app.db);
          const taken = owed < expected ? owed : expected;
          [expected, owed] = [expected - taken, owed - taken];
        }
        expect(await walletState(app, spender)).toMatchObject({ posted: expected });
      }
    }),
    { numRuns: 15 },
  );
});

test('the recount names a reversal that is more than its top-up, and a debt of nobody', async () => {
  const broken = await createTestDatabase();
  const { db } = broken.openApp(2);
  const { pool } = broken.openOwner(1);
  const { mandateId } = await createSpender({ db } as typeof app);
  const { transactionId: topUpId } = await topUp(db, { mandateId, amount: 100n, idempotencyKey: 'bank' });
  await reverseTopUp(db, { mandateId, topUpId, amount: 100n, idempotencyKey: 'r' });
  await pool.query('alter table billing_transaction disable trigger billing_transaction_append_only');
  const alter = (what: string) =>
    pool.query(`update billing_transaction set ${what} where mandate_id = $1 and type = 'reversal'`, [
      uuidOf(mandateId),
    ]);
  await alter('amount = -101');
  expect((await differencesOf(broken)).join()).toContain('refund and reversal: not more than their top-up');
  await alter("counter_account_id = house_account_id(mandate_id, 'receivable')");
  expect((await differencesOf(broken)).join()).toContain('reversal: nobody owes less than nothing');
  // A row that would give money back is refused by the table itself.
  await expect(
    alter("amount = 5, counter_account_id = house_account_id(mandate_id, 'funding')"),
  ).rejects.toThrow('amount_has_its_sign');
});
