import type { Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { TransactionId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { invoicesOfReferences } from '../../invoices/invoice.store.ts';
import { findInvoicePayment, newestPaymentOf } from '../../invoices/invoice-payment.store.ts';
import { payInvoicesByBank } from '../../invoices/pay-by-bank.service.ts';
import { type ReturnedPayment, returnPayment } from '../../invoices/return-payment.service.ts';
import { lockBilling } from '../../postings/posting-wallet.ts';
import type { KeptPayment } from './bank-payment.store.ts';
import { creditKey } from './credit-batch.store.ts';
import type { DecidedBy, DecisionOutcome, HandDecision } from './hand-decision.ts';
import { type PayableInvoice, plainReference } from './payment-decision.ts';

/** Pays the invoice that the reference names, also one that is paid already. Undefined: it names none, or something else is wanted. */
export async function payItsInvoice(
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome | undefined> {
  const invoice = await invoiceOf(tx, payment);
  const isMeant =
    (wish.mandateId ?? invoice?.mandateId) === invoice?.mandateId &&
    (wish.amountChf ?? payment.amount) === payment.amount;
  if (!invoice || !isMeant || payment.currency !== 'CHF') return undefined;
  const { mandateId, id } = invoice;
  const item = {
    ...{ mandateId, id, amount: payment.amount, idempotencyKey: creditKey(payment), note: wish.reason },
    ...{ paidOn: payment.bookingDay, evenIfPaid: true },
  };
  const [booked] = await payInvoicesByBank(tx, [item], by.userId);
  const { transactionId, credited } = must(booked, 'the booking');
  return {
    change: {
      ...{ state: 'credited', mandateId, transactionId, credited },
      ...{ decidedBy: by.userId, note: wish.reason },
    },
    mandateId,
    facts: { amountChf: formatChf(credited), transactionId, invoiceId: id },
  };
}

/** Takes the payment of an invoice back, as the bank did. Undefined: it is about no invoice. Throws `conflict` if there is no such payment. */
export async function returnItsPayment(
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome | undefined> {
  const invoice = await invoiceOf(tx, payment);
  const mandateId = wish.mandateId ?? payment.mandateId ?? invoice?.mandateId;
  if (mandateId === undefined) return undefined;
  // Whoever decides about another payment of it waits from here on.
  await lockBilling(tx, mandateId);
  let paymentId = wish.topUpId;
  if (paymentId !== undefined && !(await findInvoicePayment(tx, mandateId, paymentId))) return undefined;
  if (paymentId === undefined) {
    if (!invoice) return undefined;
    paymentId = await newestPaymentOf(tx, invoice, payment.amount);
  }
  if (paymentId === undefined)
    throw new AppError('conflict', {}, 'No payment of this amount has paid the invoice.');
  const returned = await returnPayment(tx, {
    ...{ mandateId, paymentId, amount: payment.amount, day: payment.bookingDay },
    ...{ idempotencyKey: creditKey(payment), note: wish.reason, by: by.userId },
  });
  const { transactionId, taken, owed } = returned;
  return {
    change: {
      ...{ state: 'reversed', reason: payment.reason, mandateId, transactionId, credited: -taken },
      ...{ decidedBy: by.userId, note: wish.reason },
    },
    mandateId,
    facts: factsOf(returned, paymentId),
    owed,
  };
}

/** A payment of an invoice is undone as long as the wallet has what it got. Throws `insufficient_balance`. */
export async function undoItsPayment(
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome> {
  const mandateId = must(payment.mandateId, 'whose payment it is');
  const paymentId = must(payment.transactionId, 'the payment');
  const { amount, attempt } = payment;
  const returned = await returnPayment(tx, {
    ...{ mandateId, paymentId, amount, day: undefined, note: wish.reason, by: by.userId },
    idempotencyKey: `undo/${creditKey(payment)}`,
  });
  if (returned.owed > 0n)
    throw new AppError(
      'insufficient_balance',
      { required_chf: formatChf(returned.taken), available_chf: formatChf(returned.taken - returned.owed) },
      'There is less in the wallet than this payment has brought.',
    );
  return {
    change: {
      ...{ state: 'waiting', reason: 'undone', mandateId, attempt: attempt + 1 },
      ...{ decidedBy: by.userId, note: wish.reason },
    },
    mandateId,
    facts: factsOf(returned, paymentId),
  };
}

async function invoiceOf(tx: Tx, { reference }: KeptPayment): Promise<PayableInvoice | undefined> {
  const plain = plainReference(reference);
  return plain === undefined ? undefined : (await invoicesOfReferences(tx, [plain])).get(plain);
}

function factsOf({ transactionId, taken, owed }: ReturnedPayment, paymentId: TransactionId) {
  return { amountChf: formatChf(-taken), owedChf: formatChf(owed), transactionId, paymentId };
}
