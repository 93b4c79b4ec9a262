import { findWallet, openWallet } from '#billing/accounts/account.store.ts';
import type { LedgerService } from '#billing/ledger/ledger.service.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { newId, uuidOf } from '#kernel/id.ts';
import { parseChf } from '#kernel/money.ts';
import { makeMember } from './mandate-factory.ts';
import { charge, holdRequest, type TestSpender } from './test-ledger.ts';

/** An administrator in a mandate of his own, who spends: from the pool, or in `prepaid_user` from his own wallet. */
export async function watchedSpender(
  { db }: Database,
  { balance, model = 'prepaid_mandate' }: { readonly balance: string; readonly model?: BillingModel },
): Promise<TestSpender> {
  const { mandateId, userId, keyId } = await makeMember(db, 'mandate_admin');
  await openBilling(db, { mandateId, billingModel: model });
  const owner = model === 'prepaid_user' ? userId : undefined;
  if (owner) await openWallet(db, mandateId, owner, 0n);
  const walletId = must(await findWallet(db, mandateId, owner), 'a wallet');
  const spender = { mandateId, walletId, userId, apiKeyId: keyId, limits: [] };
  await creditChf({ db }, spender, balance, owner && { userId: owner });
  return spender;
}

export function creditChf(
  { db }: Pick<Database, 'db'>,
  { mandateId }: TestSpender,
  amount: string,
  owner: Partial<Pick<TestSpender, 'userId'>> = {},
) {
  return topUp(db, { mandateId, amount: chfOf(amount), idempotencyKey: newId('txn'), ...owner });
}

/** One call that costs so much, held and captured. */
export async function spendChf(ledger: LedgerService, spender: TestSpender, amount: string): Promise<void> {
  const request = holdRequest(spender, chfOf(amount));
  await ledger.authorize(request);
  await ledger.capture({ ...request, charge: charge(chfOf(amount)) });
}

/** Sets columns of the mandate's billing settings, as they stand in the database. */
export async function setBilling(
  { pool }: Pick<Database, 'pool'>,
  { mandateId }: TestSpender,
  columns: string,
): Promise<void> {
  await pool.query(`update billing_settings set ${columns} where mandate_id = $1`, [uuidOf(mandateId)]);
}

export function chfOf(text: string): bigint {
  return must(parseChf(text), 'an amount');
}
