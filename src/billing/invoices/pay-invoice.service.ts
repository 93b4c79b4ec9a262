import type { Db, Tx } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { InvoiceId, TransactionId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { onceBooked, type PostingAnswer, type PostingRequest } from '../postings/operator-posting.service.ts';
import { lockBilling, walletFor } from '../postings/posting-wallet.ts';
import { type Invoice, lockInvoice, updateAmounts } from './invoice.store.ts';
import { freedByPayment } from './invoice-amounts.ts';
import { zurichDay } from './invoice-days.ts';
import { insertInvoicePayment } from './invoice-payment.store.ts';

const NANO_PER_RAPPEN = 10_000_000n;

/**
 * Books by hand that an invoice was paid, as a whole or in part; what is too much stays in the wallet. A closed mandate pays what it owes too.
 * Throws `not_found`, `conflict` for a cancelled invoice, and `invalid_request` for a part of a Rappen and for a day to come or before the month.
 */
export function payInvoice(
  db: Db,
  request: PostingRequest & { readonly invoiceId: InvoiceId; readonly paidOn: string | undefined },
): Promise<PostingAnswer> {
  const { mandateId, invoiceId, amount } = request;
  const today = zurichDay(new Date());
  const paidOn = request.paidOn ?? today;
  return onceBooked(db, request, 'payment', [invoiceId, request.paidOn], async (tx) => {
    const settings = await lockBilling(tx, mandateId);
    const invoice = await lockInvoice(tx, mandateId, invoiceId);
    if (amount % NANO_PER_RAPPEN !== 0n) throw invalidRequest('body.amountChf', 'must be whole Rappen');
    if (paidOn > today) throw invalidRequest('body.paidOn', 'is still to come');
    if (paidOn < invoice.month) throw invalidRequest('body.paidOn', 'is before the month of the invoice');
    if (invoice.credited === invoice.total)
      throw new AppError(
        'conflict',
        { credited_chf: formatChf(invoice.credited) },
        'This invoice is cancelled.',
      );
    return {
      walletId: await walletFor(tx, mandateId, undefined, settings),
      amount: freedByPayment(invoice, amount),
      booked: (transactionId) => recordPayment(tx, invoice, { transactionId, amount, paidOn }),
    };
  });
}

async function recordPayment(
  tx: Tx,
  invoice: Invoice,
  payment: { readonly transactionId: TransactionId; readonly amount: NanoChf; readonly paidOn: string },
): Promise<void> {
  await insertInvoicePayment(tx, invoice, payment);
  await updateAmounts(tx, { ...invoice, paid: invoice.paid + payment.amount });
}
