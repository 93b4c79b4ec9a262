import { insertDocuments } from '#billing/documents/billing-document.store.ts';
import { takeNumber } from '#billing/documents/document-number.ts';
import { documentOf, insertInvoice } from '#billing/invoices/invoice.store.ts';
import { insertReminder } from '#billing/invoices/reminder.store.ts';
import { sampleInvoice, sampleReminder } from '#billing/invoices/sample-documents.ts';
import { makeReference } from '#billing/payments/references/payment-reference.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type DocumentId, type InvoiceId, type MandateId, newId } from '#kernel/id.ts';

/** An invoice with a reminder, of a mandate that was charged nothing: for tests of who may see it. */
export function issueSampleInvoice(
  db: Db,
  mandateId: MandateId,
): Promise<{ readonly invoiceId: InvoiceId; readonly paperId: DocumentId }> {
  const ids = { invoiceId: newId('inv'), paperId: newId('doc') };
  const [invoice, reminder] = [sampleInvoice('de'), sampleReminder('de')];
  return transaction(db, async (tx) => {
    const number = await takeNumber(tx, 'invoice', 2026);
    const reminderNumber = await takeNumber(tx, 'reminder', 2027);
    const common = { mandateId, period: invoice.month, language: 'de', issuedAt: new Date() } as const;
    await insertDocuments(tx, [
      { ...common, id: documentOf(ids.invoiceId), kind: 'invoice', number, figures: invoice },
      { ...common, id: ids.paperId, kind: 'reminder', number: reminderNumber, figures: reminder },
    ]);
    const { month, issuedOn, dueOn, iban } = invoice;
    await insertInvoice(tx, {
      ...{ mandateId, id: ids.invoiceId, number, month, issuedOn, dueOn },
      total: BigInt(invoice.total),
      walletTotal: BigInt(invoice.charged),
      reference: makeReference(iban, BigInt(`9${number.replace(/\D/g, '')}`)),
    });
    const issued = { id: ids.paperId, level: 1, number: reminderNumber, issuedOn: reminder.issuedOn };
    await insertReminder(tx, { mandateId, id: ids.invoiceId }, issued);
    return ids;
  });
}
