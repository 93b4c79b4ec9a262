import type { Tx } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { MandateId, TransactionId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { reverseTopUp } from '../payments/reversals/reversal.service.ts';
import { lockBilling } from '../postings/posting-wallet.ts';
import { lockInvoice, updateAmounts } from './invoice.store.ts';
import { takenByReturn } from './invoice-amounts.ts';
import { zurichDay } from './invoice-days.ts';
import { findInvoicePayment, insertInvoicePayment } from './invoice-payment.store.ts';

export interface ReturnedPayment {
  readonly transactionId: TransactionId;
  /** Nano-CHF that the wallet lost: what the payment had freed. */
  readonly taken: NanoChf;
  /** Of it, what the wallet did not have: the mandate owes it. */
  readonly owed: NanoChf;
}

/**
 * Books that the payment of an invoice went back, as a whole: the invoice is due again as before it, and the wallet loses what it had got. Throws
 * `not_found` for one that is none or was taken back before, and `invalid_request` for another amount (nano-CHF) than it had.
 */
export async function returnPayment(
  tx: Tx,
  payment: {
    readonly mandateId: MandateId;
    /** The booking of the payment. */
    readonly paymentId: TransactionId;
    readonly amount: NanoChf;
    /** The day on which the bank booked it; undefined: today. */
    readonly day: string | undefined;
    readonly idempotencyKey: string;
    readonly note: string;
    readonly by: UserId;
  },
): Promise<ReturnedPayment> {
  const { mandateId, paymentId, amount, idempotencyKey, note, by } = payment;
  await lockBilling(tx, mandateId);
  const paid = await findInvoicePayment(tx, mandateId, paymentId);
  if (!paid)
    throw new AppError('not_found', { transaction: paymentId }, 'There is no such payment of an invoice.');
  const invoice = await lockInvoice(tx, mandateId, paid.invoiceId);
  if (amount !== paid.amount)
    throw invalidRequest('body.amountChf', `the payment was CHF ${formatChf(paid.amount)}`);
  const taken = takenByReturn(invoice, amount);
  const { transactionId, owed } = await reverseTopUp(tx, {
    ...{ mandateId, topUpId: paymentId, amount: taken, idempotencyKey, note, createdBy: by },
  });
  const paidOn = payment.day ?? zurichDay(new Date());
  await insertInvoicePayment(tx, invoice, { transactionId, amount: -amount, paidOn });
  await updateAmounts(tx, { ...invoice, paid: invoice.paid - amount });
  return { transactionId, taken, owed };
}
