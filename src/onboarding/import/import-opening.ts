import { findWallet } from '#billing/accounts/account.store.ts';
import { post } from '#billing/transactions/posting.service.ts';
import type { Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/**
 * Books an opening balance, or what it differs by from the one that was booked before, once for each run: the openings of a
 * mandate add up to what its platform says. Throws `insufficient_balance` where the wallet has less than is to be taken.
 */
export async function bookOpening(
  tx: Tx,
  run: string,
  mandateId: MandateId,
  amount: NanoChf,
  note = 'Opening balance of the platform before',
): Promise<void> {
  if (amount === 0n) return;
  const walletId = must(await findWallet(tx, mandateId, undefined), 'the pool of the mandate');
  await post(tx, { mandateId, walletId, type: 'opening', amount, idempotencyKey: openingKey(run), note });
}

/** By which the openings of imports are known from other bookings. */
function openingKey(run: string): string {
  return `import:${run}`;
}
