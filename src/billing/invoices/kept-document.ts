import { createHash } from 'node:crypto';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { DocumentId, MandateId } from '#kernel/id.ts';
import { findDocument, findPdf, keepPdf } from '../documents/billing-document.store.ts';
import type { BillingDocument } from '../documents/billing-document.ts';
import type { CreditNoteFigures, InvoiceFigures, ReminderFigures } from './invoice-figures.ts';
import { creditNotePdf, invoicePdf, reminderPdf } from './invoice-pdf.ts';

/** An invoice, a credit note or a reminder as it was issued. */
export type InvoiceDocument =
  | (BillingDocument<InvoiceFigures> & { readonly kind: 'invoice' })
  | (BillingDocument<CreditNoteFigures> & { readonly kind: 'credit_note' })
  | (BillingDocument<ReminderFigures> & { readonly kind: 'reminder' });

/** Throws `not_found` where the mandate has no such document. */
export async function findInvoiceDocument(
  db: Db,
  mandateId: MandateId,
  id: DocumentId,
): Promise<InvoiceDocument> {
  const document = await findDocument(db, mandateId, id);
  if (document && KINDS.has(document.kind)) return document as InvoiceDocument;
  throw new AppError('not_found', {}, 'There is no such document.');
}

const KINDS = new Set(['invoice', 'credit_note', 'reminder']);

/**
 * The PDF as it is kept for good; where nobody has made it yet, it is made now. Whoever is second gets what the first has kept. Throws `not_found`.
 */
export async function keptDocument(
  db: Db,
  mandateId: MandateId,
  id: DocumentId,
): Promise<{ readonly document: InvoiceDocument; readonly pdf: Buffer }> {
  const document = await findInvoiceDocument(db, mandateId, id);
  const kept = await findPdf(db, mandateId, id);
  if (kept) return { document, pdf: kept };
  const pdf = await drawn(document);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  if (await keepPdf(db, document, pdf, sha256)) return { document, pdf };
  return { document, pdf: must(await findPdf(db, mandateId, id), 'the PDF') };
}

/** Its PDF, made anew: the same bytes each time. */
export function drawn(
  document: Pick<InvoiceDocument, 'kind' | 'number' | 'issuedAt' | 'figures'>,
): Promise<Buffer> {
  const { kind, number, issuedAt, figures } = document;
  if (kind === 'invoice') return invoicePdf({ number, issuedAt, figures: figures as InvoiceFigures });
  return kind === 'credit_note'
    ? creditNotePdf({ number, issuedAt, figures: figures as CreditNoteFigures })
    : reminderPdf({ number, issuedAt, figures: figures as ReminderFigures });
}
