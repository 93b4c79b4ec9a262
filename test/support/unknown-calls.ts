import { findWallet } from '#billing/accounts/account.store.ts';
import { sweep } from '#billing/ledger/sweep.ts';
import { must } from '#kernel/assert.ts';
import { type HoldId, uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import type { TestMember } from './mandate-factory.ts';
import type { TestRappen } from './rappen.ts';
import { holdRequest } from './test-ledger.ts';

/** Calls whose process died before it learned anything. */
export async function makeUnknownCalls(
  rappen: TestRappen,
  { mandateId, userId, keyId: apiKeyId }: TestMember,
  heldChf: readonly string[],
): Promise<HoldId[]> {
  const { database, ledger, prices } = rappen.context;
  const walletId = must(await findWallet(database.db, mandateId, undefined), 'the pool');
  const book = await prices.book();
  const price = must(book.priceAt('openai', 'gpt-5', new Date()), 'a price');
  const rate = must(book.rateAt(new Date()), 'a rate');
  const ids: HoldId[] = [];
  for (const chf of heldChf) {
    const wanted = BigInt(Number(chf) * 1e9);
    const request = holdRequest({ mandateId, walletId, userId, apiKeyId, limits: [] }, wanted);
    const call = { ...request.call, provider: 'openai', priceId: price.id, exchangeRateId: rate.id };
    await ledger.authorize({ ...request, call });
    ids.push(request.holdId);
  }
  await rappen.database
    .openOwner()
    .pool.query("update billing_hold set expires_at = now() - interval '1 hour' where mandate_id = $1", [
      uuidOf(mandateId),
    ]);
  // The schedule's sweeper may be at it: then it does it.
  while ((await rappen.holds(mandateId)).includes('open'))
    await sweep({ pool: database.pool, ledger, log: silentLog });
  return ids;
}
