import { expect, test, vi } from 'vitest';
import { seedExchangeRate, seedPrices } from '#aicore/prices/price.service.ts';
import { readPriceBook } from '#aicore/prices/price.store.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { findWallet } from '#billing/accounts/account.store.ts';
import type { AuthorizeRequest } from '#billing/ledger/ledger.ts';
import { sweep } from '#billing/ledger/sweep.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { must } from '#kernel/assert.ts';
import { silentLog } from '#kernel/log.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { expectRefusal, rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { holdRequest, openTestLedger } from '#test/support/test-ledger.ts';

// Each command is a process: on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { db } = database.openApp();
const { ask, done } = rappenOn(database);

test('calls of unknown cost are listed, charged or written off, and the books agree', async () => {
  const { mandateId, userId, keyId } = await makeMember(db);
  const here = ['--mandate', mandateId];
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(db, { mandateId, amount: 1_000_000_000n, idempotencyKey: 'a' });
  const walletId = must(await findWallet(db, mandateId, undefined), 'the pool');
  const spender = { mandateId, walletId, userId, apiKeyId: keyId, limits: [] };
  const [charged, writtenOff] = [holdRequest(spender, 300_000_000n), holdRequest(spender, 200_000_000n)];
  const ledger = openTestLedger(database);
  for (const request of [charged, writtenOff]) await ledger.authorize(await pricedNow(request));
  await database
    .openOwner()
    .pool.query("update billing_hold set expires_at = now() - interval '1 hour' where mandate_id = $1", [
      mandateId.slice(4),
    ]);
  await sweep({ pool: database.openApp().pool, ledger, log: silentLog });
  await ledger.close();

  expect((await ask('list-unknown', ...here)).json).toEqual({
    calls: [
      expect.objectContaining({ holdId: charged.holdId, mandateId, possibleChargeChf: '0.300000000' }),
      expect.objectContaining({ holdId: writtenOff.holdId, mandateId, possibleChargeChf: '0.200000000' }),
    ],
  });
  const resolve = (holdId: string, amount: string) => [
    ...['resolve-unknown', ...here],
    ...['--hold', holdId, '--amount', amount],
  ];
  expect(await done(...resolve(charged.holdId, '0.12'))).toEqual({
    holdId: charged.holdId,
    chargedChf: '0.120000000',
    balanceChf: '0.880000000',
  });
  expect(await done(...resolve(writtenOff.holdId, '0'))).toMatchObject({ balanceChf: '0.880000000' });
  expectRefusal(await ask(...resolve(charged.holdId, '1')), { code: 'not_found' });
  expect((await ask('list-unknown')).json).toEqual({ calls: [] });
  expect((await ask('verify')).json).toMatchObject({ ok: true, differences: [], unknownCalls: 0 });
});

/** The request with a price and a rate that exist. */
async function pricedNow(request: AuthorizeRequest): Promise<AuthorizeRequest> {
  await seedPrices(db, readPriceList().prices);
  await seedExchangeRate(db, '0.80', new Date('2026-01-01T00:00:00Z'));
  const book = await readPriceBook(db);
  const price = must(book.priceAt('tavily', '*', new Date()), 'a price');
  const rate = must(book.rateAt(new Date()), 'a rate');
  return { ...request, call: { ...request.call, priceId: price.id, exchangeRateId: rate.id } };
}
