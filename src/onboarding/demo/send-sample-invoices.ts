import { sql } from 'kysely';
import { type Invoice, selectInvoices } from '#billing/invoices/invoice.store.ts';
import { setInvoiceRule, setPaymentDays } from '#billing/invoices/invoice-admin.service.ts';
import { issueInvoices } from '#billing/invoices/issue-invoices.service.ts';
import { remindOfInvoices } from '#billing/invoices/remind.service.ts';
import type { Db, Tx } from '#db/database.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { foundingDay } from './funding-periods.ts';
import { SAMPLE_PAYMENT_DAYS, SAMPLE_REMINDER_DAYS } from './plan-payments.ts';
import { monthOf, type SampleSpan } from './sample-days.ts';
import { VALROSSA } from './sample-valrossa.ts';
import { withinTransaction } from './within-transaction.ts';

/** The operator's rule: every month of the history is invoiced. */
export async function setSampleRule(tx: Tx, span: SampleSpan, operatorId: UserId): Promise<void> {
  const db = withinTransaction(tx);
  const by = { mandateId: VALROSSA.id, userId: operatorId };
  await setInvoiceRule(db, by, {
    firstMonth: monthOf(foundingDay(span)),
    reminderDays: SAMPLE_REMINDER_DAYS,
  });
  await setPaymentDays(db, by, SAMPLE_PAYMENT_DAYS);
}

/** What the morning of a day brings: on the first of a month its invoices, and reminders on any. */
export async function sendSampleInvoices(tx: Tx, day: string): Promise<void> {
  const db = withinTransaction(tx);
  const now = zurichInstant(day, 60);
  if (day.endsWith('-01')) await issueInvoices(db, now);
  await remindOfInvoices(db, now);
}

/** Undefined: none was issued, as where the letter head has no account. */
export async function sampleInvoice(
  db: Db,
  mandateId: MandateId,
  month: string,
): Promise<Invoice | undefined> {
  const [invoice] = await selectInvoices(
    db,
    sql`where mandate_id = ${uuidOf(mandateId)} and month = ${month}`,
  );
  return invoice;
}
