import { afterAll, expect, test } from 'vitest';
import { type HoldId, uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  walletState,
} from '#test/support/test-ledger.ts';
import { sweep } from './sweep.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
/** A process that comes after the one that made the holds. */
const successor = openTestLedger(database);
afterAll(async () => {
  await Promise.all([ledger.close(), successor.close()]);
});

const sweepNow = () => sweep({ pool: app.pool, ledger: successor, log: silentLog });

/** Puts the expiry of a hold so far back that its grace is over too. */
async function letExpire(holdId: HoldId, seconds = 31): Promise<void> {
  await owner.pool.query(
    "update billing_hold set expires_at = clock_timestamp() - $2 * interval '1 second' where id = $1",
    [uuidOf(holdId), seconds],
  );
}

test('a hold whose process died is settled by its journal, without one it is listed as unknown', async () => {
  const spender = await createSpender(app, { balance: 1_000n, userLimit: 1_000n });
  const [journalled, silent, alive] = [
    holdRequest(spender, 300n),
    holdRequest(spender, 200n),
    holdRequest(spender, 100n),
  ];
  for (const request of [journalled, silent, alive]) await ledger.authorize(request);
  await ledger.renew([{ ...journalled, progress: charge(77n, { usageSource: 'journal' }) }]);
  await letExpire(journalled.holdId);
  await letExpire(silent.holdId);
  await letExpire(alive.holdId, 29);

  expect(await sweepNow()).toEqual({ journalled: 1, unknown: 1 });
  expect(await walletState(app, spender)).toEqual({ posted: 923n, held: 100n });
  const { rows } = await app.pool.query(
    'select amount, usage_source from billing_transaction where mandate_id = $1 and type = $2 order by seq',
    [uuidOf(spender.mandateId), 'usage'],
  );
  expect(rows).toEqual(
    expect.arrayContaining([
      { amount: -77n, usage_source: 'journal' },
      { amount: 0n, usage_source: 'unknown' },
    ]),
  );
  expect(await sweepNow()).toEqual({ journalled: 0, unknown: 0 });
  await ledger.capture({ ...alive, charge: charge(1n) });
});

test('a result that arrives after the sweep books the difference as a correction, once', async () => {
  const spender = await createSpender(app, { balance: 1_000n, userLimit: 1_000n });
  const requests = [holdRequest(spender, 300n), holdRequest(spender, 300n), holdRequest(spender, 300n)];
  for (const request of requests) await ledger.authorize(request);
  const [dearer, cheaper, voided] = requests as [
    (typeof requests)[0],
    (typeof requests)[0],
    (typeof requests)[0],
  ];
  await ledger.renew(requests.map((request) => ({ ...request, progress: charge(50n) })));
  for (const request of requests) await letExpire(request.holdId);
  expect(await sweepNow()).toEqual({ journalled: 3, unknown: 0 });
  expect(await walletState(app, spender)).toEqual({ posted: 850n, held: 0n });

  const late = { ...dearer, charge: charge(80n) };
  expect(await ledger.capture(late)).toEqual({ balanceAfter: 820n, absorbed: 0n });
  expect(await successor.capture(late)).toEqual({ balanceAfter: 820n, absorbed: 0n });
  expect(await ledger.capture({ ...cheaper, charge: charge(20n) })).toMatchObject({ balanceAfter: 850n });
  expect(await ledger.void(spender.mandateId, voided.holdId, 'never sent')).toBe('voided');
  expect(await walletState(app, spender)).toEqual({ posted: 900n, held: 0n });
});

test('a late result above the balance leaves the floor intact and is absorbed', async () => {
  const spender = await createSpender(app, { balance: 100n });
  const request = holdRequest(spender, 60n);
  await ledger.authorize(request);
  await letExpire(request.holdId);
  await sweepNow();
  await ledger.authorize(holdRequest(spender, 90n));
  expect(await ledger.capture({ ...request, charge: charge(60n) })).toEqual({
    balanceAfter: 90n,
    absorbed: 50n,
  });
});

test('capture, void and expiry of one hold at once: exactly one wins', async () => {
  const spender = await createSpender(app, { balance: 100_000n });
  for (let round = 0; round < 20; round++) {
    const request = holdRequest(spender, 100n);
    await ledger.authorize(request);
    await letExpire(request.holdId);
    await Promise.allSettled([
      ledger.capture({ ...request, charge: charge(10n) }),
      successor.void(spender.mandateId, request.holdId, 'race'),
      sweepNow(),
    ]);
    const { rows } = await app.pool.query('select state, charged from billing_hold where id = $1', [
      uuidOf(request.holdId),
    ]);
    expect([
      { state: 'captured', charged: 10n },
      { state: 'voided', charged: null },
    ]).toContainEqual(rows[0]);
  }
  expect(await walletState(app, spender)).toMatchObject({ held: 0n });
});

test('no open hold escapes, also one whose id was made by a clock an hour behind', async () => {
  const spender = await createSpender(app, { balance: 10_000n });
  const first = holdRequest(spender, 10n);
  await ledger.authorize(first);
  await sweepNow();
  const anHourAgo = (Date.now() - 3_600_000).toString(16).padStart(12, '0');
  const old = holdRequest(spender, 10n, {
    holdId: `hld_${anHourAgo.slice(0, 8)}-${anHourAgo.slice(8)}-7000-8000-000000000001`,
  });
  await ledger.authorize(old);
  await sweepNow();
  await letExpire(old.holdId);
  await letExpire(first.holdId);
  expect(await sweepNow()).toEqual({ journalled: 0, unknown: 2 });
});

test('a hold that is renewed in time is left alone', async () => {
  const spender = await createSpender(app, { balance: 1_000n });
  const request = holdRequest(spender, 10n);
  await ledger.authorize(request);
  await letExpire(request.holdId);
  await ledger.renew([request]);
  expect(await sweepNow()).toEqual({ journalled: 0, unknown: 0 });
  expect(await ledger.capture({ ...request, charge: charge(3n) })).toMatchObject({ balanceAfter: 997n });
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
