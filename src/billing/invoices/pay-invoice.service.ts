import type { Db, Tx } from '#db/database.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { InvoiceId, MandateId, TransactionId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { onceBooked, type PostingAnswer, type PostingRequest } from '../postings/operator-posting.service.ts';
import { lockBilling, walletFor } from '../postings/posting-wallet.ts';
import { post } from '../transactions/posting.service.ts';
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

export interface BankPaymentOfInvoice {
  readonly mandateId: MandateId;
  readonly id: InvoiceId;
  /** Nano-CHF that came. */
  readonly amount: NanoChf;
  /** When the bank booked it; undefined: today. */
  readonly paidOn: string | undefined;
  /** One for each payment of the bank. */
  readonly idempotencyKey: string;
  readonly note: string;
  readonly by: UserId;
  /** A person wants it, though nothing is left to be paid. */
  readonly evenIfPaid: boolean;
}

/**
 * Books a payment of the bank that came with the reference of the invoice. Answers the booking and what the wallet got; undefined where nothing
 * is left to be paid: the same money may have come in two files. The same key again has one effect.
 */
export async function payInvoiceByBank(
  tx: Tx,
  payment: BankPaymentOfInvoice,
): Promise<{ readonly transactionId: TransactionId; readonly credited: NanoChf } | undefined> {
  const { mandateId, id, amount, idempotencyKey, note, by } = payment;
  const paidOn = payment.paidOn ?? zurichDay(new Date());
  const settings = await lockBilling(tx, mandateId);
  const invoice = await lockInvoice(tx, mandateId, id);
  if (invoice.due === 0n && !payment.evenIfPaid) return undefined;
  const walletId = await walletFor(tx, mandateId, undefined, settings);
  const credited = freedByPayment(invoice, amount);
  const { transactionId, balance, isNew } = await post(tx, {
    ...{ mandateId, walletId, type: 'payment', amount: credited, idempotencyKey, note, createdBy: by },
  });
  if (!isNew) return { transactionId, credited };
  await recordPayment(tx, invoice, { transactionId, amount, paidOn });
  await recordAudit(
    tx,
    { mandateId, userId: by },
    {
      action: 'credit.paid',
      subject: transactionId,
      before: { balanceChf: formatChf(balance - credited) },
      after: { balanceChf: formatChf(balance), amountChf: formatChf(credited), invoice: invoice.number },
      reason: note,
    },
  );
  return { transactionId, credited };
}

async function recordPayment(
  tx: Tx,
  invoice: Invoice,
  payment: { readonly transactionId: TransactionId; readonly amount: NanoChf; readonly paidOn: string },
): Promise<void> {
  await insertInvoicePayment(tx, invoice, payment);
  await updateAmounts(tx, { ...invoice, paid: invoice.paid + payment.amount });
}
