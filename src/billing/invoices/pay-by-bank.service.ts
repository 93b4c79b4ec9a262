import type { Tx } from '#db/database.ts';
import { recordAudits } from '#identity/audit/audit.ts';
import { lockMandates } from '#identity/mandates/mandate.store.ts';
import { assert, must } from '#kernel/assert.ts';
import type { AccountId, InvoiceId, MandateId, TransactionId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findPools } from '../accounts/account.store.ts';
import { lockBilling, walletFor } from '../postings/posting-wallet.ts';
import { postAll } from '../transactions/posting.service.ts';
import { lockInvoices } from './invoice.store.ts';
import { dueOf, freedByPayment } from './invoice-amounts.ts';
import { zurichDay } from './invoice-days.ts';
import { insertInvoicePayments } from './invoice-payment.store.ts';

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
  /** A person wants it, though nothing is left to be paid. */
  readonly evenIfPaid: boolean;
}

export interface BookedPayment {
  readonly transactionId: TransactionId;
  /** Nano-CHF that the wallet got. */
  readonly credited: NanoChf;
}

/**
 * Books payments of the bank that came with the references of the invoices. All of them at once, so it costs a few statements whatever their number.
 * The same key again has one effect. Answers in their order; undefined where nothing is left to be paid: the same money may have come in two
 * files. Throws what `post` throws, and then none is booked.
 */
export async function payInvoicesByBank(
  tx: Tx,
  payments: readonly BankPaymentOfInvoice[],
  by: UserId,
): Promise<readonly (BookedPayment | undefined)[]> {
  // Mandates, invoices and wallets are locked in the order of their ids, so that no two files wait for each other.
  const ordered = payments.toSorted((a, b) => compare(a.mandateId, b.mandateId) || compare(a.id, b.id));
  const mandates = [...new Set(ordered.map(({ mandateId }) => mandateId))];
  await lockMandates(tx, mandates);
  const invoices = new Map(await lockInvoices(tx, ordered));
  const wallets = await poolsOf(tx, mandates);
  const bookings = ordered.flatMap((payment) => {
    const invoice = must(invoices.get(payment.id), 'the invoice of a reference');
    if (dueOf(invoice) === 0n && !payment.evenIfPaid) return [];
    invoices.set(payment.id, { ...invoice, paid: invoice.paid + payment.amount });
    const walletId = must(wallets.get(payment.mandateId), 'the wallet of a mandate');
    return [{ payment, walletId, number: invoice.number, credited: freedByPayment(invoice, payment.amount) }];
  });
  const posted = await postAll(
    tx,
    bookings.map(({ payment: { mandateId, idempotencyKey, note }, walletId, credited }) => ({
      ...{
        mandateId,
        walletId,
        type: 'payment' as const,
        amount: credited,
        idempotencyKey,
        note,
        createdBy: by,
      },
    })),
  );
  const booked = bookings.map((booking, index) => ({
    ...booking,
    ...must(posted[index], 'the answer to a booking'),
  }));
  refuseMixture(booked);
  await record(
    tx,
    booked.filter(({ isNew }) => isNew),
    by,
  );
  const answers = new Map(booked.map((one) => [one.payment, one]));
  return payments.map((payment) => answers.get(payment));
}

/** The wallets that are paid into, opened if need be. */
async function poolsOf(tx: Tx, mandates: readonly MandateId[]): Promise<ReadonlyMap<MandateId, AccountId>> {
  const pools = new Map(await findPools(tx, mandates));
  for (const mandateId of mandates) {
    if (pools.has(mandateId)) continue;
    const settings = await lockBilling(tx, mandateId);
    pools.set(mandateId, await walletFor(tx, mandateId, undefined, settings));
  }
  return pools;
}

interface Booked extends BookedPayment {
  readonly payment: BankPaymentOfInvoice;
  readonly number: string;
  readonly balance: NanoChf;
  readonly isNew: boolean;
}

/** What was booked before is no part of what this file pays, so the parts that come with it would be counted wrong. */
function refuseMixture(booked: readonly Booked[]): void {
  const byInvoice = Map.groupBy(booked, ({ payment }) => payment.id);
  for (const payments of byInvoice.values()) {
    assert(
      payments.length === 1 || payments.every(({ isNew }) => isNew),
      'payments of an invoice are all new',
    );
  }
}

async function record(tx: Tx, booked: readonly Booked[], by: UserId): Promise<void> {
  const today = zurichDay(new Date());
  await insertInvoicePayments(
    tx,
    booked.map(({ payment: { mandateId, id, amount, paidOn }, transactionId }) => ({
      ...{ mandateId, invoiceId: id, transactionId, amount, paidOn: paidOn ?? today },
    })),
  );
  await recordAudits(
    tx,
    booked.map(({ payment: { mandateId, note }, transactionId, balance, credited, number }) => ({
      by: { mandateId, userId: by },
      entry: {
        action: 'credit.paid',
        subject: transactionId,
        before: { balanceChf: formatChf(balance - credited) },
        after: { balanceChf: formatChf(balance), amountChf: formatChf(credited), invoice: number },
        reason: note,
      },
    })),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
