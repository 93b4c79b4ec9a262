import { afterAll, expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { newId, uuidOf } from '#kernel/id.ts';
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
const ledger = openTestLedger(database);
const other = openTestLedger(database);
afterAll(async () => {
  await Promise.all([ledger.close(), other.close()]);
});

/** A mandate with two users who have a wallet each. */
async function createTwoSpenders() {
  const first = await createSpender(app, { model: 'prepaid_user', balance: 10_000n });
  const userId = newId('usr');
  await topUp(app.db, { mandateId: first.mandateId, userId, amount: 10_000n, idempotencyKey: 'second' });
  const walletId = await openWallet(app.db, first.mandateId, userId, 0n);
  return [first, { ...first, userId, walletId }] as const;
}

test('the id of a hold with another wallet is a conflict, and takes nothing there', async () => {
  const [first, second] = await createTwoSpenders();
  const request = holdRequest(first, 100n);
  await ledger.authorize(request);
  const again = await other.authorize({ ...request, walletId: second.walletId });
  expect(again).toEqual({ outcome: 'conflict' });
  expect(await walletState(app, second)).toEqual({ posted: 10_000n, held: 0n });
});

test('one idempotency key for two wallets at the same moment on two processes: one call, one refusal', async () => {
  const [first, second] = await createTwoSpenders();
  for (let i = 0; i < 40; i++) {
    const idempotencyKey = `key ${i}`;
    const answers = await Promise.all([
      ledger.authorize(holdRequest(first, 10n, { idempotencyKey })),
      other.authorize(holdRequest(second, 10n, { idempotencyKey })),
    ]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already_done', 'granted']);
  }
});

test('a hold is settled by its own mandate only', async () => {
  const [spender, stranger] = [await createSpender(app, { balance: 1_000n }), await createSpender(app)];
  const request = holdRequest(spender, 100n);
  await ledger.authorize(request);
  await expect(
    ledger.capture({ ...request, mandateId: stranger.mandateId, charge: charge(1n) }),
  ).rejects.toMatchObject({ code: 'not_found' });
  expect(await walletState(app, spender)).toEqual({ posted: 1_000n, held: 100n });
});

test('a settlement that leaves out a limit of its hold changes nothing', async () => {
  const spender = await createSpender(app, { balance: 1_000n, userLimit: 500n });
  const request = holdRequest(spender, 100n);
  await ledger.authorize(request);
  await database
    .openOwner()
    .pool.query("update billing_hold set expires_at = now() - interval '31 seconds' where id = $1", [
      uuidOf(request.holdId),
    ]);
  await other.expire({
    mandate: uuidOf(spender.mandateId),
    hold: uuidOf(request.holdId),
    wallet: uuidOf(spender.walletId),
    limits: [],
    charge: charge(1n),
  });
  expect(await walletState(app, spender)).toEqual({ posted: 1_000n, held: 100n });
  await ledger.void(spender.mandateId, request.holdId, 'over');
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
