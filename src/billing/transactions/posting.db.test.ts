import { expect, test } from 'vitest';
import { findWallet, listAccounts, openWallet } from '#billing/accounts/account.store.ts';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createSpender, differencesOf, walletState } from '#test/support/test-ledger.ts';
import { post, topUp } from './posting.service.ts';
import { findTransaction, listTransactions } from './transaction.store.ts';

const database = await createTestDatabase();
const app = database.openApp();
const elsewhere = database.openApp();

test('a top-up twenty times at once on two pools is one credit with one answer', async () => {
  const spender = await createSpender(app);
  const credit = { mandateId: spender.mandateId, amount: 5_000n, idempotencyKey: 'invoice 7' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => topUp(i % 2 ? app.db : elsewhere.db, credit)),
  );
  expect(new Set(answers.map((answer) => answer.transactionId)).size).toBe(1);
  expect(answers.every((answer) => answer.balance === 5_000n)).toBe(true);
  expect(await walletState(app, spender)).toEqual({ posted: 5_000n, held: 0n });
});

test('the same id with another amount, wallet or kind is refused; in another mandate it is another id', async () => {
  const spender = await createSpender(app, { model: 'prepaid_user', balance: 100n });
  const credit = { mandateId: spender.mandateId, amount: 10n, idempotencyKey: 'x' };
  await topUp(app.db, credit);
  await expect(topUp(app.db, { ...credit, amount: 11n })).rejects.toMatchObject({
    code: 'idempotency_conflict',
  });
  await expect(topUp(app.db, { ...credit, userId: spender.userId })).rejects.toMatchObject({
    code: 'idempotency_conflict',
  });
  await expect(
    post(app.db, { ...spender, type: 'adjustment', amount: 10n, idempotencyKey: 'x' }),
  ).rejects.toMatchObject({ code: 'idempotency_conflict' });
  const other = await createSpender(app);
  await topUp(app.db, { ...credit, mandateId: other.mandateId });
  expect(await walletState(app, other)).toMatchObject({ posted: 10n });
});

test.each([0n, -1n, -(2n ** 63n)])('a top-up of %s is refused', async (amount) => {
  const spender = await createSpender(app);
  await expect(
    topUp(app.db, { mandateId: spender.mandateId, amount, idempotencyKey: 'k' }),
  ).rejects.toMatchObject({ code: 'invalid_request' });
});

test('a balance beyond int8 is refused, and nothing is booked', async () => {
  const spender = await createSpender(app, { balance: 100n });
  const most = 2n ** 63n - 1n;
  for (const amount of [most, most + 1n]) {
    await expect(
      topUp(app.db, { mandateId: spender.mandateId, amount, idempotencyKey: `${amount}` }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  }
  expect(await walletState(app, spender)).toMatchObject({ posted: 100n });
});

test('a top-up names a mandate that exists, and a user only where users have wallets', async () => {
  await expect(
    topUp(app.db, { mandateId: newId('mnd'), amount: 1n, idempotencyKey: 'k' }),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
  const pool = await createSpender(app);
  await expect(
    topUp(app.db, { mandateId: pool.mandateId, userId: newId('usr'), amount: 1n, idempotencyKey: 'k' }),
  ).rejects.toMatchObject({ code: 'invalid_request' });
  const perUser = await createSpender(app, { model: 'prepaid_user' });
  const userId = newId('usr');
  await topUp(app.db, { mandateId: perUser.mandateId, userId, amount: 77n, idempotencyKey: 'k' });
  const wallet = (await listAccounts(app.db, perUser.mandateId)).find((account) => account.userId === userId);
  expect(wallet).toMatchObject({ kind: 'wallet', posted: 77n, floor: 0n });
});

test('refunds of one top-up never exceed it, nor the balance', async () => {
  const spender = await createSpender(app, { balance: 1_000n });
  const { transactionId } = await topUp(app.db, {
    mandateId: spender.mandateId,
    amount: 500n,
    idempotencyKey: 't',
  });
  const refund = { ...spender, type: 'refund', corrects: transactionId } as const;
  await post(app.db, { ...refund, amount: -300n, idempotencyKey: 'r1' });
  await expect(post(app.db, { ...refund, amount: -201n, idempotencyKey: 'r2' })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { available_chf: '0.000000200' },
  });
  await post(app.db, { ...refund, amount: -200n, idempotencyKey: 'r3' });
  await post(app.db, { ...spender, type: 'adjustment', amount: -900n, idempotencyKey: 'a1' });
  await expect(
    post(app.db, { ...spender, type: 'adjustment', amount: -101n, idempotencyKey: 'a2' }),
  ).rejects.toMatchObject({ code: 'insufficient_balance' });
});

test('a transfer takes from one wallet what it gives to the other', async () => {
  const spender = await createSpender(app, { model: 'prepaid_user', balance: 400n });
  await openWallet(app.db, spender.mandateId, undefined, 0n);
  const pool = must(await findWallet(app.db, spender.mandateId, undefined), 'pool');
  const transfer = {
    ...spender,
    type: 'transfer',
    amount: -150n,
    toWalletId: pool,
    idempotencyKey: 'm',
  } as const;
  const answer = await post(app.db, transfer);
  expect(answer.balance).toBe(250n);
  expect(await post(app.db, transfer)).toEqual({ ...answer, isNew: false });
  const rows = await listTransactions(app.db, spender.mandateId, 10);
  expect(rows.map((row) => [row.type, row.amount, row.balanceAfter])).toEqual(
    expect.arrayContaining([
      ['transfer', -150n, 250n],
      ['transfer', 150n, 150n],
      ['top_up', 400n, 400n],
    ]),
  );
  const foreign = await createSpender(app);
  await expect(
    post(app.db, { ...transfer, toWalletId: foreign.walletId, idempotencyKey: 'n' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  expect(await findTransaction(app.db, foreign.mandateId, answer.transactionId)).toBeUndefined();
});

test('one id for two wallets of a mandate at the same moment is one posting and one conflict', async () => {
  const spender = await createSpender(app, { model: 'prepaid_user' });
  const second = await openWallet(app.db, spender.mandateId, newId('usr'), 0n);
  for (let i = 0; i < 40; i++) {
    const results = await Promise.allSettled(
      [spender.walletId, second].map((walletId, n) =>
        post((n ? app : elsewhere).db, {
          mandateId: spender.mandateId,
          walletId,
          type: 'adjustment',
          amount: 5n,
          idempotencyKey: `once ${i}`,
        }),
      ),
    );
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toMatchObject([{ code: 'idempotency_conflict' }]);
  }
});

test('text that looks like SQL stays text', async () => {
  const spender = await createSpender(app);
  const note = `'); drop table billing_account; -- "\\`;
  const { transactionId } = await topUp(app.db, {
    mandateId: spender.mandateId,
    amount: 1n,
    idempotencyKey: `'; delete from x; --`,
    note,
  });
  expect(await findTransaction(app.db, spender.mandateId, transactionId)).toMatchObject({ note });
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
