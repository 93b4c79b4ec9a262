import type { Tx } from '#db/database.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { requireMember } from '#identity/users/user.service.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type AccountId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findWallet, openWallet } from '../accounts/account.store.ts';
import { availableOf } from '../accounts/account.ts';
import { billing } from '../billing.tables.ts';
import { findSettings } from '../settings/settings.store.ts';
import { type BillingSettings, floorOf } from '../settings/settings.ts';

/** The terms of a mandate that stays as it is until the transaction ends: nobody closes it meanwhile. Throws `not_found`. */
export async function lockBilling(tx: Tx, mandateId: MandateId): Promise<BillingSettings> {
  await lockMandate(tx, mandateId);
  const settings = await findSettings(tx, mandateId);
  if (!settings) throw new AppError('not_found', { mandate: mandateId }, 'This mandate has no billing.');
  return settings;
}

/** Throws `conflict` for a mandate that is closed: no money goes into it. */
export async function requireNotClosed(tx: Tx, mandateId: MandateId): Promise<void> {
  const { status } = await requireMandate(tx, mandateId);
  if (status === 'closed')
    throw new AppError('conflict', { mandate_status: status }, 'This mandate is closed.');
}

/**
 * A user's own wallet, opened if need be, or the mandate's pool. Throws `invalid_request` where users have none, and
 * `not_found` for a user who neither has one nor is a member.
 */
export async function walletFor(
  tx: Tx,
  mandateId: MandateId,
  userId: UserId | undefined,
  settings: BillingSettings,
): Promise<AccountId> {
  if (userId !== undefined && settings.billingModel !== 'prepaid_user') {
    throw invalidRequest('body.userId', 'only in the billing model prepaid_user do users have wallets');
  }
  const wallet = await findWallet(tx, mandateId, userId);
  if (wallet !== undefined) return wallet;
  if (userId !== undefined) await requireMember(tx, mandateId, userId);
  return openWallet(tx, mandateId, userId, floorOf(settings));
}

/** A wallet as it is after a booking of this transaction, as answers show it. */
export async function describeWallet(
  tx: Tx,
  mandateId: MandateId,
  accountId: AccountId,
  booked: { readonly amount: NanoChf; readonly balanceAfter?: NanoChf },
) {
  const row = await billing(tx)
    .selectFrom('billing_account')
    .select(['user_id', 'posted', 'held', 'floor_wanted'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(accountId))
    .executeTakeFirst();
  const { user_id, posted, held, floor_wanted } = must(row, 'the wallet');
  const after = booked.balanceAfter ?? posted;
  const available = availableOf({ posted, held, floor: floor_wanted ?? undefined });
  return {
    accountId,
    ...(user_id === null ? {} : { userId: idOf('usr', user_id) }),
    balanceBeforeChf: formatChf(after - booked.amount),
    balanceAfterChf: formatChf(after),
    ...(available === undefined ? {} : { availableChf: formatChf(available) }),
  };
}
