import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type InvoiceId, idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Money that came in for an invoice. */
export interface InvoicePayment {
  readonly transactionId: TransactionId;
  /** Nano-CHF. */
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
