import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { throwFaults, tryAlone } from '#kernel/drain.ts';
import { newId } from '#kernel/id.ts';
import { findDocument, insertDocuments } from '../documents/billing-document.store.ts';
import { takeNumber } from '../documents/document-number.ts';
import { documentOf, type Invoice, lockInvoice } from './invoice.store.ts';
import { addDays, dueDay, reminderDue, zurichDay } from './invoice-days.ts';
import type { InvoiceFigures, ReminderFigures } from './invoice-figures.ts';
import { readInvoiceRule } from './invoice-rule.store.ts';
import { insertReminder, remindable } from './reminder.store.ts';

const AT_A_TIME = 200;
/** How long somebody who is reminded has to pay. */
const DAYS_TO_PAY = 10;

/**
 * Issues every reminder that is due now: at most one for each invoice and level, on whichever process, none for what is paid, credited or held. Answers
 * how many; what is wrong with one is thrown once the others are issued.
 */
export async function remindOfInvoices(db: Db, now: Date): Promise<number> {
  const { reminderDays } = await readInvoiceRule(db);
  const [first] = reminderDays;
  if (first === undefined) return 0;
  const today = zurichDay(now);
  const dueBy = addDays(today, -first);
  let issued = 0;
  let after: Invoice | undefined;
  const faults: unknown[] = [];
  for (;;) {
    const invoices = await remindable(db, dueBy, after, AT_A_TIME);
    after = invoices.at(-1);
    if (after === undefined) break;
    for (const invoice of invoices) {
      if (levelOf(invoice, reminderDays, today) === undefined) continue;
      await tryAlone(faults, async () => {
        const isIssued = await transaction(db, (tx) => remindOf(tx, invoice, { reminderDays, now }));
        if (isIssued) issued++;
      });
    }
  }
  throwFaults(faults);
  return issued;
}

function levelOf(invoice: Invoice, reminderDays: readonly number[], today: string): number | undefined {
  const { dueOn, remindedOn, due, reminderLevel: level, holdReason } = invoice;
  return reminderDue(
    { dueOn, level, remindedOn, due, isHeld: holdReason !== undefined },
    reminderDays,
    today,
  );
}

/** False: it was paid, held or reminded of meanwhile. */
async function remindOf(
  tx: Tx,
  { mandateId, id }: Invoice,
  { reminderDays, now }: { readonly reminderDays: readonly number[]; readonly now: Date },
): Promise<boolean> {
  const invoice = await lockInvoice(tx, mandateId, id);
  const issuedOn = zurichDay(now);
  const level = levelOf(invoice, reminderDays, issuedOn);
  if (level === undefined) return false;
  const document = must(await findDocument(tx, mandateId, documentOf(id)), 'the document of the invoice');
  const of = document.figures as InvoiceFigures;
  const figures: ReminderFigures = {
    ...{ language: of.language, issuer: of.issuer, recipient: of.recipient, month: of.month },
    ...{ iban: of.iban, reference: of.reference, issuedOn, level },
    isLast: level === reminderDays.length,
    payUntil: dueDay(issuedOn, DAYS_TO_PAY),
    ...{ invoiceNumber: invoice.number, invoiceIssuedOn: invoice.issuedOn, invoiceDueOn: invoice.dueOn },
    ...{
      total: `${invoice.total}`,
      paid: `${invoice.paid}`,
      credited: `${invoice.credited}`,
      due: `${invoice.due}`,
    },
  };
  const number = await takeNumber(tx, 'reminder', Number(issuedOn.slice(0, 4)));
  const reminder = { id: newId('doc'), level, number, issuedOn };
  const { month: period, language } = of;
  await insertDocuments(tx, [
    { mandateId, id: reminder.id, kind: 'reminder', number, period, language, figures, issuedAt: now },
  ]);
  await insertReminder(tx, invoice, reminder);
  return true;
}
