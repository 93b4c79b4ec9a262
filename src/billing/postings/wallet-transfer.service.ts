import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { AppError } from '#kernel/error.ts';
import type { UserId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { post } from '../transactions/posting.service.ts';
import type { transferAnswer } from './operator-posting.contract.ts';
import { nameField, type PostingRequest, postingOf } from './operator-posting.service.ts';
import { describeWallet, lockBilling, requireNotClosed, walletFor } from './posting-wallet.ts';

type TransferAnswer = z.input<typeof transferAnswer>;

export interface TransferRequest extends PostingRequest {
  readonly userId: UserId;
  readonly direction: 'to_user' | 'to_pool';
}

/**
 * From the mandate's pool to a user's wallet, or back: one row in each. Throws `conflict` where users have no wallets
 * and for a closed mandate, `insufficient_balance` for more than the giving wallet has above its floor.
 */
export function transferBetweenWallets(db: Db, request: TransferRequest): Promise<TransferAnswer> {
  const { mandateId, userId, direction, amount, reason, isPreview } = request;
  return once(db, { ...request, content: ['transfer', amount, userId, direction] }, async (tx) => {
    const settings = await lockBilling(tx, mandateId);
    await requireNotClosed(tx, mandateId);
    if (settings.billingModel !== 'prepaid_user') {
      throw new AppError('conflict', { billing_model: settings.billingModel }, 'Users have no wallets here.');
    }
    const pool = await walletFor(tx, mandateId, undefined, settings);
    const own = await walletFor(tx, mandateId, userId, settings);
    const [walletId, toWalletId] = direction === 'to_user' ? [pool, own] : [own, pool];
    const posting = {
      ...postingOf(request),
      type: 'transfer',
      amount: -amount,
      walletId,
      toWalletId,
    } as const;
    const { transactionId, isNew } = await post(tx, posting).catch(nameField);
    const from = await describeWallet(tx, mandateId, walletId, { amount: -amount });
    const to = await describeWallet(tx, mandateId, toWalletId, { amount });
    if (isNew) {
      await recordAudit(tx, request.by, {
        action: 'credit.transferred',
        subject: transactionId,
        before: { fromBalanceChf: from.balanceBeforeChf, toBalanceChf: to.balanceBeforeChf },
        after: {
          fromBalanceChf: from.balanceAfterChf,
          toBalanceChf: to.balanceAfterChf,
          amountChf: formatChf(amount),
          userId,
          direction,
        },
        reason,
      });
    }
    const answer = { booked: true, transactionId, amountChf: formatChf(amount), from, to };
    return isPreview ? asPreview(answer) : answer;
  });
}

function asPreview({ amountChf, from, to }: TransferAnswer): TransferAnswer {
  const { accountId: _from, ...giving } = from;
  const { accountId: _to, ...getting } = to;
  return { booked: false, amountChf, from: giving, to: getting };
}
