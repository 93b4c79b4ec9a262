import type { z } from 'zod';
import type { Db, Tx } from '#db/database.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { requireMember } from '#identity/users/user.service.ts';
import { AppError } from '#kernel/error.ts';
import type { AccountId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findWallet } from '../accounts/account.store.ts';
import type { BillingSettings } from '../settings/settings.ts';
import { post } from '../transactions/posting.service.ts';
import type { transferAnswer } from './operator-posting.contract.ts';
import { nameField, type PostingRequest } from './operator-posting.service.ts';
import { describeWallet, lockBilling, requireNotClosed, walletFor } from './posting-wallet.ts';

type TransferAnswer = z.input<typeof transferAnswer>;

export interface TransferRequest extends PostingRequest {
  readonly userId: UserId;
  readonly direction: 'to_user' | 'to_pool';
}

/**
 * From the mandate's pool to a member's wallet, or back: one row in each. What a wallet holds comes back at any time, also
 * when its user has left, the billing model has changed or the mandate is closed. Throws `conflict` where users have no
 * wallets and for a closed mandate, `not_found`, `insufficient_balance` for more than the giving wallet has above its floor.
 */
export function transferBetweenWallets(db: Db, request: TransferRequest): Promise<TransferAnswer> {
  const { mandateId, userId, direction, amount, isPreview } = request;
  return once(db, { ...request, content: ['transfer', amount, userId, direction] }, async (tx) => {
    const settings = await lockBilling(tx, mandateId);
    const own = await walletOfUser(tx, request, settings);
    const pool = await walletFor(tx, mandateId, undefined, settings);
    const wallets = direction === 'to_user' ? { from: pool, to: own } : { from: own, to: pool };
    const booked = await bookTransfer(tx, request.by, { ...request, ...wallets }).catch(nameField);
    const answer = { booked: true, amountChf: formatChf(amount), ...booked };
    return isPreview ? asPreview(answer) : answer;
  });
}

async function walletOfUser(
  tx: Tx,
  { mandateId, userId, direction }: TransferRequest,
  settings: BillingSettings,
): Promise<AccountId> {
  if (direction === 'to_pool') {
    const known = await findWallet(tx, mandateId, userId);
    if (known !== undefined) return known;
  }
  await requireNotClosed(tx, mandateId);
  if (settings.billingModel !== 'prepaid_user') {
    throw new AppError('conflict', { billing_model: settings.billingModel }, 'Users have no wallets here.');
  }
  await requireMember(tx, mandateId, userId);
  return walletFor(tx, mandateId, userId, settings);
}

/** Moves it, and writes the entry in the audit log. The mandate is locked. Throws as `post`. */
export async function bookTransfer(
  tx: Tx,
  by: AuditBy,
  transfer: {
    readonly from: AccountId;
    readonly to: AccountId;
    /** Nano-CHF, more than 0. */
    readonly amount: NanoChf;
    readonly userId: UserId;
    readonly direction: 'to_user' | 'to_pool';
    readonly idempotencyKey: string;
    readonly reason: string;
  },
): Promise<Pick<TransferAnswer, 'transactionId' | 'from' | 'to'>> {
  const { mandateId } = by;
  const { amount, userId, direction, idempotencyKey, reason } = transfer;
  const { transactionId, isNew } = await post(tx, {
    mandateId,
    type: 'transfer',
    walletId: transfer.from,
    toWalletId: transfer.to,
    amount: -amount,
    idempotencyKey,
    note: reason,
    createdBy: by.userId,
  });
  const from = await describeWallet(tx, mandateId, transfer.from, { amount: -amount });
  const to = await describeWallet(tx, mandateId, transfer.to, { amount });
  const after = { fromBalanceChf: from.balanceAfterChf, toBalanceChf: to.balanceAfterChf };
  if (isNew) {
    await recordAudit(tx, by, {
      action: 'credit.transferred',
      subject: transactionId,
      before: { fromBalanceChf: from.balanceBeforeChf, toBalanceChf: to.balanceBeforeChf },
      after: { ...after, amountChf: formatChf(amount), userId, direction },
      reason,
    });
  }
  return { transactionId, from, to };
}

function asPreview({ amountChf, from, to }: TransferAnswer): TransferAnswer {
  const { accountId: _from, ...giving } = from;
  const { accountId: _to, ...getting } = to;
  return { booked: false, amountChf, from: giving, to: getting };
}
