import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type DocumentId, type InvoiceId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { type Invoice, selectInvoices } from './invoice.store.ts';

export interface Reminder {
  /** Of its document. */
  readonly id: DocumentId;
  readonly level: number;
  readonly number: string;
  readonly issuedOn: string;
}

/** Invoices of which something is due since a day or longer, and that no one holds; in their order after one of them. */
export function remindable(
  db: Db,
  dueBy: string,
  after: Pick<Invoice, 'dueOn' | 'id'> | undefined,
  most: number,
): Promise<readonly Invoice[]> {
  const place = after ? sql`and (i.due_on, i.id) > (${after.dueOn}, ${uuidOf(after.id)})` : sql``;
  return selectInvoices(
    db,
    sql`where i.due > 0 and i.hold_reason is null and i.due_on <= ${dueBy}::date ${place} order by i.due_on, i.id limit ${most}`,
  );
}

export async function insertReminder(
  tx: Tx,
  { mandateId, id }: Pick<Invoice, 'mandateId' | 'id'>,
  reminder: Reminder,
): Promise<void> {
  await sql`
    insert into invoice_reminder (mandate_id, invoice_id, level, id, number, issued_on)
    values (${uuidOf(mandateId)}, ${uuidOf(id)}, ${reminder.level}, ${uuidOf(reminder.id)}, ${reminder.number}, ${reminder.issuedOn})`.execute(
    tx,
  );
  await sql`
    update invoice set reminder_level = ${reminder.level}, reminded_on = ${reminder.issuedOn}
    where mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(id)}`.execute(tx);
}

/** In the order of their levels. */
export async function remindersOf(
  db: Db,
  mandateId: MandateId,
  invoiceId: InvoiceId,
): Promise<readonly Reminder[]> {
  const { rows } = await sql<{ id: string; level: number; number: string; issued_on: string }>`
    select id, level, number, issued_on::text from invoice_reminder
    where mandate_id = ${uuidOf(mandateId)} and invoice_id = ${uuidOf(invoiceId)} order by level`.execute(db);
  return rows.map(({ id, issued_on: issuedOn, ...same }) => ({ ...same, issuedOn, id: idOf('doc', id) }));
}
