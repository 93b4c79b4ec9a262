import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
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
const second = openTestLedger(database);
afterAll(async () => {
  await Promise.all([ledger.close(), second.close()]);
});

describe('a hold', () => {
  test('takes min(wanted, spendable), and is refused below its minimum', async () => {
    const spender = await createSpender(app, { balance: 1_000n });
    const first = await ledger.authorize(holdRequest(spender, 700n));
    expect(first).toEqual({ outcome: 'granted', granted: 700n });
    const lowered = await ledger.authorize(holdRequest(spender, 700n, { minimum: 300n }));
    expect(lowered).toEqual({ outcome: 'granted', granted: 300n });
    const refused = await ledger.authorize(holdRequest(spender, 700n, { minimum: 1n }));
    expect(refused).toEqual({ outcome: 'refused', source: 'balance', available: 0n });
    expect(await walletState(app, spender)).toEqual({ posted: 1_000n, held: 1_000n });
  });

  test('names the limit that binds, and takes wallet and limits or none', async () => {
    const spender = await createSpender(app, { balance: 1_000n, userLimit: 500n, keyLimit: 200n });
    expect(await ledger.authorize(holdRequest(spender, 150n))).toMatchObject({ outcome: 'granted' });
    expect(await ledger.authorize(holdRequest(spender, 100n))).toEqual({
      outcome: 'refused',
      source: 'key_limit',
      available: 50n,
    });
    expect(await walletState(app, spender)).toEqual({ posted: 1_000n, held: 150n });
  });

  test('an unlimited mandate is recorded and never refused; a postpaid one goes down to its credit limit', async () => {
    const root = await createSpender(app, { model: 'unlimited' });
    const request = holdRequest(root, 5_000n);
    expect(await ledger.authorize(request)).toEqual({ outcome: 'granted', granted: 5_000n });
    expect(
      await ledger.capture({ mandateId: root.mandateId, holdId: request.holdId, charge: charge(9_000n) }),
    ).toEqual({ balanceAfter: -9_000n, absorbed: 0n });
    const postpaid = await createSpender(app, { model: 'postpaid', creditLimit: 800n });
    expect(await ledger.authorize(holdRequest(postpaid, 900n))).toMatchObject({
      outcome: 'refused',
      available: 800n,
    });
    expect(await ledger.authorize(holdRequest(postpaid, 800n))).toMatchObject({ outcome: 'granted' });
  });
});

describe('a settlement', () => {
  test('captures the exact charge and frees the rest', async () => {
    const spender = await createSpender(app, { balance: 1_000n });
    const request = holdRequest(spender, 700n);
    await ledger.authorize(request);
    const result = await ledger.capture({ ...request, charge: charge(123n) });
    expect(result).toEqual({ balanceAfter: 877n, absorbed: 0n });
    expect(await walletState(app, spender)).toEqual({ posted: 877n, held: 0n });
  });

  test('above the hold takes the rest from the wallet down to its floor, and absorbs what remains', async () => {
    const spender = await createSpender(app, { balance: 1_000n, userLimit: 1_000n });
    const request = holdRequest(spender, 600n);
    const other = holdRequest(spender, 100n);
    await ledger.authorize(request);
    await ledger.authorize(other);
    const result = await ledger.capture({ ...request, charge: charge(1_500n) });
    expect(result).toEqual({ balanceAfter: 100n, absorbed: 600n });
    expect(await walletState(app, spender)).toEqual({ posted: 100n, held: 100n });
    expect(await ledger.authorize(holdRequest(spender, 1n))).toMatchObject({ outcome: 'refused' });
    await ledger.void(spender.mandateId, other.holdId, 'test');
    expect(await ledger.authorize(holdRequest(spender, 1n))).toMatchObject({ source: 'user_limit' });
  });

  test('the same again gives the same answer, other content is refused, after a void too', async () => {
    const spender = await createSpender(app, { balance: 1_000n });
    const request = holdRequest(spender, 500n);
    await ledger.authorize(request);
    expect(await second.authorize(request)).toEqual({ outcome: 'granted', granted: 500n });
    expect(await second.authorize({ ...request, wanted: 501n })).toEqual({ outcome: 'conflict' });
    const answer = await ledger.capture({ ...request, charge: charge(40n) });
    const later = holdRequest(spender, 100n);
    await ledger.authorize(later);
    await ledger.capture({ ...later, charge: charge(1n) });
    expect(await second.capture({ ...request, charge: charge(40n) })).toEqual(answer);
    await expect(second.capture({ ...request, charge: charge(41n) })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    expect(await second.void(spender.mandateId, request.holdId, 'test')).toBe('already_captured');
    expect(await ledger.authorize(request)).toEqual({ outcome: 'granted', granted: 500n });
    expect(await walletState(app, spender)).toEqual({ posted: 959n, held: 0n });
  });

  test('capture and void at once from two processes: exactly one wins', async () => {
    const spender = await createSpender(app, { balance: 100_000n });
    for (let round = 0; round < 30; round++) {
      const request = holdRequest(spender, 100n);
      await ledger.authorize(request);
      const [captured, voided] = await Promise.allSettled([
        ledger.capture({ ...request, charge: charge(10n) }),
        second.void(spender.mandateId, request.holdId, 'race'),
      ]);
      const captureWon = captured.status === 'fulfilled';
      expect(voided).toEqual({ status: 'fulfilled', value: captureWon ? 'already_captured' : 'voided' });
    }
  });

  test('of a hold that nobody knows is refused', async () => {
    const spender = await createSpender(app, { balance: 100n });
    await expect(
      ledger.capture({ mandateId: spender.mandateId, holdId: newId('hld'), charge: charge(1n) }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const other = await createSpender(app, { balance: 100n });
    const request = holdRequest(spender, 50n);
    await ledger.authorize(request);
    await expect(
      second.capture({ mandateId: other.mandateId, holdId: request.holdId, charge: charge(1n) }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an idempotency key', () => {
  test('is held once per mandate, also when both come in one batch or on two processes', async () => {
    const spender = await createSpender(app, { balance: 10_000n });
    const requests = Array.from({ length: 20 }, () =>
      holdRequest(spender, 10n, { idempotencyKey: 'order-1' }),
    );
    const results = await Promise.all(
      requests.map((request, i) => (i % 2 ? ledger : second).authorize(request)),
    );
    const granted = results.filter((result) => result.outcome === 'granted');
    expect(granted).toHaveLength(1);
    const winner = requests[results.findIndex((result) => result.outcome === 'granted')];
    for (const result of results) {
      if (result.outcome !== 'granted') {
        expect(result).toEqual({ outcome: 'already_done', holdId: winner?.holdId, sameContent: true });
      }
    }
    const altered = holdRequest(spender, 10n, { idempotencyKey: 'order-1', requestHash: '1'.repeat(32) });
    expect(await ledger.authorize(altered)).toMatchObject({ outcome: 'already_done', sameContent: false });
    const elsewhere = await createSpender(app, { balance: 10_000n });
    expect(await ledger.authorize(holdRequest(elsewhere, 10n, { idempotencyKey: 'order-1' }))).toMatchObject({
      outcome: 'granted',
    });
    expect(await walletState(app, spender)).toMatchObject({ held: 10n });
  });
});

test('500 parallel holds on a balance of exactly ten, on two processes: 10 admitted, 490 refused', async () => {
  for (const limits of [{}, { userLimit: 10_000n, keyLimit: 1_000n }]) {
    const spender = await createSpender(app, { balance: limits.userLimit ? 5_000n : 1_000n, ...limits });
    const results = await Promise.all(
      Array.from({ length: 500 }, (_, i) => (i % 2 ? ledger : second).authorize(holdRequest(spender, 100n))),
    );
    expect(results.filter((result) => result.outcome === 'granted')).toHaveLength(10);
    expect(results.filter((result) => result.outcome === 'refused')).toHaveLength(490);
    expect(await walletState(app, spender)).toMatchObject({ held: 1_000n });
  }
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
