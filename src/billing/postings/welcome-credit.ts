import type { Tx } from '#db/database.ts';
import type { AuditBy } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { AppError } from '#kernel/error.ts';
import type { UserId } from '#kernel/id.ts';
import { listAccounts } from '../accounts/account.store.ts';
import { availableOf } from '../accounts/account.ts';
import { findMandateSettings } from '../settings/settings.store.ts';
import { walletFor } from './posting-wallet.ts';
import { bookTransfer } from './wallet-transfer.service.ts';

/**
 * What a new user of `prepaid_user` gets from the mandate's pool, if its settings say so: once for each user, also if he
 * leaves and comes back, and never more than the pool has.
 */
export async function giveWelcomeCredit(tx: Tx, by: AuditBy, userId: UserId): Promise<void> {
  const { mandateId } = by;
  // One at a time, as all who move money of a mandate: what the pool has is still there when it is booked.
  await lockMandate(tx, mandateId);
  const terms = (await findMandateSettings(tx, mandateId))?.terms;
  if (terms?.billingModel !== 'prepaid_user' || terms.defaultUserCredit === 0n) return;
  const credit = terms.defaultUserCredit;
  const accounts = await listAccounts(tx, mandateId);
  const pool = accounts.find(({ kind, userId: owner }) => kind === 'wallet' && owner === undefined);
  const available = pool && (availableOf(pool) ?? credit);
  if (!pool || available === undefined || available <= 0n) return;
  const credited = bookTransfer(tx, by, {
    from: pool.id,
    to: await walletFor(tx, mandateId, userId, terms),
    amount: credit < available ? credit : available,
    userId,
    direction: 'to_user',
    idempotencyKey: `welcome-credit-${userId}`,
    reason: 'Welcome credit',
  });
  // The key has been used with another amount: he came back after the setting or the pool had changed, and has had it.
  await credited.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'idempotency_conflict')) throw error;
  });
}
