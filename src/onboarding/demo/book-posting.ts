import { findWallet } from '#billing/accounts/account.store.ts';
import { zurichDay } from '#billing/invoices/invoice-days.ts';
import { payInvoice } from '#billing/invoices/pay-invoice.service.ts';
import { bookTransfer } from '#billing/postings/wallet-transfer.service.ts';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import type { Tx } from '#db/database.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { must } from '#kernel/assert.ts';
import { formatChf } from '#kernel/money.ts';
import type { SampleCast } from './sample-cast.ts';
import type { SamplePosting } from './sample-posting.ts';
import { sampleInvoice } from './send-sample-invoices.ts';
import { withinTransaction } from './within-transaction.ts';

/** Books it as the operator, or the administrator, would have done it, with the entry in the audit log. */
export async function bookPosting(tx: Tx, planned: SamplePosting, cast: SampleCast): Promise<void> {
  const { mandateId, amount, email, idempotencyKey, note } = planned;
  const userId = email === undefined ? undefined : cast.userId(email);
  if (planned.type === 'transfer') {
    await bookTransfer(
      tx,
      { mandateId, userId: cast.administratorId },
      {
        from: must(await findWallet(tx, mandateId, undefined), 'the pool'),
        to: must(await findWallet(tx, mandateId, userId), 'the wallet'),
        ...{ amount, direction: 'to_user', userId: must(userId, 'the user'), idempotencyKey, reason: note },
      },
    );
    return;
  }
  if (await payInvoiceOf(tx, planned, cast)) return;
  const { transactionId, balance } = await book(tx, planned, cast);
  const after = {
    balanceChf: formatChf(balance),
    amountChf: formatChf(amount),
    ...(userId ? { userId } : {}),
  };
  const by = { mandateId, userId: cast.operatorId };
  await recordAudit(tx, by, { action: ACTIONS[planned.type], subject: transactionId, after, reason: note });
}

/** False: the posting is none of an invoice. */
async function payInvoiceOf(tx: Tx, planned: SamplePosting, { operatorId }: SampleCast): Promise<boolean> {
  const { mandateId, invoicedMonth, idempotencyKey, note: reason, at } = planned;
  const invoice = invoicedMonth && (await sampleInvoice(tx, mandateId, invoicedMonth));
  if (!invoice) return false;
  await payInvoice(withinTransaction(tx), {
    ...{ mandateId, invoiceId: invoice.id, amount: invoice.due, paidOn: zurichDay(at) },
    ...{ by: { mandateId, userId: operatorId }, idempotencyKey, reason, isPreview: false },
  });
  return true;
}

const ACTIONS = {
  top_up: 'credit.topped_up',
  payment: 'credit.paid',
  adjustment: 'credit.adjusted',
  refund: 'credit.refunded',
} as const;

async function book(tx: Tx, planned: SamplePosting, cast: SampleCast) {
  const { mandateId, type, amount, email, idempotencyKey, note } = planned;
  const createdBy = cast.operatorId;
  const userId = email === undefined ? undefined : cast.userId(email);
  if (type === 'top_up') return topUp(tx, { mandateId, userId, amount, idempotencyKey, note, createdBy });
  const walletId = must(await findWallet(tx, mandateId, userId), 'the wallet');
  const common = { ...{ mandateId, walletId, type, idempotencyKey, note, createdBy } };
  if (type !== 'refund') return post(tx, { ...common, amount });
  // The same top-up again has no effect, and tells which it was.
  const paid = await topUp(tx, { mandateId, ...must(planned.refunds, 'the top-up') });
  return post(tx, { ...common, amount: -amount, corrects: paid.transactionId });
}
