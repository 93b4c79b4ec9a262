import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import {
  type DocumentId,
  type InvoiceId,
  idOf,
  type MandateId,
  type TransactionId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

export interface CreditNote {
  /** Of its document. */
  readonly id: DocumentId;
  readonly number: string;
  readonly issuedOn: string;
  /** Nano-CHF with VAT. */
  readonly amount: NanoChf;
  readonly reason: string;
  readonly transactionId: TransactionId;
}

export async function insertCreditNote(
  tx: Tx,
  invoice: { readonly mandateId: MandateId; readonly id: InvoiceId },
  { id, number, issuedOn, amount, reason, transactionId }: CreditNote,
): Promise<void> {
  await sql`
    insert into invoice_credit_note (mandate_id, id, invoice_id, number, issued_on, amount, transaction_id, reason)
    values (${uuidOf(invoice.mandateId)}, ${uuidOf(id)}, ${uuidOf(invoice.id)}, ${number}, ${issuedOn}, ${amount},
      ${uuidOf(transactionId)}, ${reason})`.execute(tx);
}

/** Oldest first. */
export async function creditNotesOf(
  db: Db,
  mandateId: MandateId,
  invoiceId: InvoiceId,
): Promise<readonly CreditNote[]> {
  const { rows } = await sql<{
    id: string;
    number: string;
    issued_on: string;
    amount: bigint;
    reason: string;
    transaction_id: string;
  }>`
    select id, number, issued_on::text, amount, reason, transaction_id from invoice_credit_note
    where mandate_id = ${uuidOf(mandateId)} and invoice_id = ${uuidOf(invoiceId)} order by id`.execute(db);
  return rows.map(({ id, issued_on: issuedOn, transaction_id, ...same }) => ({
    ...same,
    issuedOn,
    id: idOf('doc', id),
    transactionId: idOf('txn', transaction_id),
  }));
}
