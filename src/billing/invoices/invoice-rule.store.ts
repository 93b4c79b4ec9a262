import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';

/** The operator's rules for all invoices. */
export interface InvoiceRule {
  /** Months before it (`2026-11`) are not invoiced. */
  readonly firstMonth: string;
  /** Days after the due day on which reminders go out, one for each level; none: no reminders. */
  readonly reminderDays: readonly number[];
}

const DEFAULT_PAYMENT_DAYS = 30;

export async function readInvoiceRule(db: Db): Promise<InvoiceRule> {
  const { rows } = await sql<{ first_month: string; reminder_days: number[] }>`
    select first_month, reminder_days from invoice_rule`.execute(db);
  const row = must(rows[0], 'the rule of invoices');
  return { firstMonth: row.first_month, reminderDays: row.reminder_days };
}

export async function updateInvoiceRule(tx: Tx, { firstMonth, reminderDays }: InvoiceRule): Promise<void> {
  await sql`update invoice_rule set first_month = ${firstMonth}, reminder_days = ${[...reminderDays]}::int4[]`.execute(
    tx,
  );
}

/** How many days a mandate has to pay an invoice. */
export async function paymentDaysOf(db: Db, mandateId: MandateId): Promise<number> {
  const { rows } = await sql<{ payment_days: number }>`
    select payment_days from invoice_term where mandate_id = ${uuidOf(mandateId)}`.execute(db);
  return rows[0]?.payment_days ?? DEFAULT_PAYMENT_DAYS;
}

export async function upsertPaymentDays(tx: Tx, mandateId: MandateId, days: number): Promise<void> {
  await sql`
    insert into invoice_term (mandate_id, payment_days) values (${uuidOf(mandateId)}, ${days})
    on conflict (mandate_id) do update set payment_days = excluded.payment_days`.execute(tx);
}
