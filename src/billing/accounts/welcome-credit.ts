import type { Tx } from '#db/database.ts';
import type { AuditBy } from '#identity/audit/audit.ts';
import { AppError } from '#kernel/error.ts';
import type { UserId } from '#kernel/id.ts';
import { findMandateSettings, findSettings } from '../settings/settings.store.ts';
import { floorOf } from '../settings/settings.ts';
import { post } from '../transactions/posting.service.ts';
import { findWallet, listAccounts, openWallet } from './account.store.ts';
import { availableOf } from './account.ts';

/**
 * What a new user of `prepaid_user` gets from the mandate's pool, if its settings say so: once for each user, also if he
 * leaves and comes back, and never more than the pool has.
 */
export async function giveWelcomeCredit(tx: Tx, by: AuditBy, userId: UserId): Promise<void> {
  const { mandateId } = by;
  const settings = await findSettings(tx, mandateId);
  const credit = (await findMandateSettings(tx, mandateId))?.terms.defaultUserCredit ?? 0n;
  if (settings?.billingModel !== 'prepaid_user' || credit === 0n) return;
  const accounts = await listAccounts(tx, mandateId);
  const pool = accounts.find(({ kind, userId: owner }) => kind === 'wallet' && owner === undefined);
  const available = pool && (availableOf(pool) ?? credit);
  if (!pool || available === undefined || available <= 0n) return;
  const toWalletId =
    (await findWallet(tx, mandateId, userId)) ?? (await openWallet(tx, mandateId, userId, floorOf(settings)));
  const credited = post(tx, {
    mandateId,
    walletId: pool.id,
    type: 'transfer',
    amount: -(credit < available ? credit : available),
    idempotencyKey: `welcome-credit-${userId}`,
    note: 'Welcome credit',
    createdBy: by.userId,
    toWalletId,
  });
  // The key has been used with another amount: he came back after the setting or the pool had changed, and has had it.
  await credited.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'idempotency_conflict')) throw error;
  });
}
