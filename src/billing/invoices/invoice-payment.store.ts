import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type InvoiceId, idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Money that came in for an invoice, or that the bank took back of it. */
export interface InvoicePayment {
  readonly transactionId: TransactionId;
  /** Nano-CHF; negative: taken back. */
  readonly amount: NanoChf;
  /** A day in Zurich. */
  readonly paidOn: string;
}

export async function insertInvoicePayment(
  tx: Tx,
  { mandateId, id }: { readonly mandateId: MandateId; readonly id: InvoiceId },
  { transactionId, amount, paidOn }: InvoicePayment,
): Promise<void> {
  await sql`
    insert into invoice_payment (mandate_id, transaction_id, invoice_id, amount, paid_on)
    values (${uuidOf(mandateId)}, ${uuidOf(transactionId)}, ${uuidOf(id)}, ${amount}, ${paidOn})`.execute(tx);
}

/** Many at once, and what was paid of their invoices with them. */
export async function insertInvoicePayments(
  tx: Tx,
  payments: readonly (InvoicePayment & { readonly mandateId: MandateId; readonly invoiceId: InvoiceId })[],
): Promise<void> {
  await sql`
    with paid as (
      insert into invoice_payment (mandate_id, transaction_id, invoice_id, amount, paid_on)
      select * from unnest(${payments.map(({ mandateId }) => uuidOf(mandateId))}::uuid[],
        ${payments.map(({ transactionId }) => uuidOf(transactionId))}::uuid[], ${payments.map(({ invoiceId }) => uuidOf(invoiceId))}::uuid[],
        ${payments.map(({ amount }) => `${amount}`)}::int8[], ${payments.map(({ paidOn }) => paidOn)}::date[])
      returning mandate_id, invoice_id, amount)
    update invoice i set paid = i.paid + p.amount
    from (select mandate_id, invoice_id, sum(amount)::int8 as amount from paid group by 1, 2) p
    where i.mandate_id = p.mandate_id and i.id = p.invoice_id`.execute(tx);
}

/** Oldest first. */
export async function paymentsOf(
  db: Db,
  mandateId: MandateId,
  id: InvoiceId,
): Promise<readonly InvoicePayment[]> {
  const { rows } = await sql<{ transaction_id: string; amount: bigint; paid_on: string }>`
    select transaction_id, amount, paid_on::text from invoice_payment
    where mandate_id = ${uuidOf(mandateId)} and invoice_id = ${uuidOf(id)}
    order by paid_on, transaction_id`.execute(db);
  return rows.map((row) => ({
    transactionId: idOf('txn', row.transaction_id),
    amount: row.amount,
    paidOn: row.paid_on,
  }));
}

/** A payment that was not taken back, and its invoice; undefined: there is none. */
export async function findInvoicePayment(
  db: Db,
  mandateId: MandateId,
  transactionId: TransactionId,
): Promise<(InvoicePayment & { readonly invoiceId: InvoiceId }) | undefined> {
  const { rows } = await sql<{ invoice_id: string; amount: bigint; paid_on: string }>`
    select invoice_id, amount, paid_on::text from invoice_payment
    where mandate_id = ${uuidOf(mandateId)} and transaction_id = ${uuidOf(transactionId)} and amount > 0
      and not exists (${takenBack})`.execute(db);
  const [row] = rows;
  return (
    row && { transactionId, amount: row.amount, paidOn: row.paid_on, invoiceId: idOf('inv', row.invoice_id) }
  );
}

/** The newest payment of an invoice of just this amount (nano-CHF) that was not taken back. */
export async function newestPaymentOf(
  db: Db,
  { mandateId, id }: { readonly mandateId: MandateId; readonly id: InvoiceId },
  amount: NanoChf,
): Promise<TransactionId | undefined> {
  const { rows } = await sql<{ transaction_id: string }>`
    select transaction_id from invoice_payment
    where mandate_id = ${uuidOf(mandateId)} and invoice_id = ${uuidOf(id)} and amount = ${amount} and not exists (${takenBack})
    order by paid_on desc, transaction_id desc limit 1`.execute(db);
  return rows[0] && idOf('txn', rows[0].transaction_id);
}

const takenBack = sql`
  select from billing_transaction t
  where t.mandate_id = invoice_payment.mandate_id and t.corrects = invoice_payment.transaction_id and t.type = 'reversal'`;
