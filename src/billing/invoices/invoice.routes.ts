import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { type ApiRoute, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { type AuditBy, auditBy, recordAudit } from '#identity/audit/audit.ts';
import { AppError } from '#kernel/error.ts';
import type { DocumentId, InvoiceId, MandateId } from '#kernel/id.ts';
import { creditNotesOf } from './credit-note.store.ts';
import { describeInvoice, describeInvoices } from './describe-invoice.ts';
import {
  invoiceAnswer,
  invoiceDocumentParams,
  invoiceParams,
  invoicesAnswer,
  invoicesQuery,
} from './invoice.contract.ts';
import { documentOf, requireInvoice } from './invoice.store.ts';
import { keptDocument } from './kept-document.ts';
import { remindersOf } from './reminder.store.ts';

const INVOICES = '/api/billing/invoices';
const common = { method: 'GET', tag: 'Invoices', permission: 'resource.billing.read' } as const;

/** What a postpaid mandate sees of its invoices. */
export function invoiceRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      path: INVOICES,
      summary: 'Invoices of a postpaid mandate, the newest first, and the months without one',
      query: invoicesQuery,
      answer: invoicesAnswer,
      handle: ({ actor, query }) => describeInvoices(db, actor.mandateId, query),
    }),
    apiRoute({
      ...common,
      path: `${INVOICES}/:invoiceId`,
      summary: 'An invoice with its payments, credit notes and reminders',
      params: invoiceParams,
      answer: invoiceAnswer,
      handle: ({ actor, params }) => describeInvoice(db, actor.mandateId, params.invoiceId),
    }),
    apiStream({
      ...common,
      path: `${INVOICES}/:invoiceId/pdf`,
      summary: 'The invoice as PDF, with its QR-bill',
      params: invoiceParams,
      produces: ['application/pdf'],
      handle: async (call) => {
        await requireInvoice(db, call.actor.mandateId, call.params.invoiceId);
        return pdfAnswer(db, auditBy(call), documentOf(call.params.invoiceId));
      },
    }),
    apiStream({
      ...common,
      path: `${INVOICES}/:invoiceId/documents/:paperId`,
      summary: 'A credit note or a reminder of an invoice as PDF',
      params: invoiceDocumentParams,
      produces: ['application/pdf'],
      handle: async (call) => {
        await requireDocumentOf(db, call.actor.mandateId, call.params);
        return pdfAnswer(db, auditBy(call), call.params.paperId);
      },
    }),
  ];
}

async function requireDocumentOf(
  db: Db,
  mandateId: MandateId,
  { invoiceId, paperId }: { readonly invoiceId: InvoiceId; readonly paperId: DocumentId },
): Promise<void> {
  const documents = [
    ...(await creditNotesOf(db, mandateId, invoiceId)),
    ...(await remindersOf(db, mandateId, invoiceId)),
  ];
  if (!documents.some(({ id }) => id === paperId))
    throw new AppError('not_found', {}, 'This invoice has no such document.');
}

/** Who looks into the archive is recorded (Code of Obligations, art. 958f). */
async function pdfAnswer(db: Db, by: AuditBy, id: DocumentId): Promise<HttpAnswer> {
  const { document, pdf } = await keptDocument(db, by.mandateId, id);
  const after = { number: document.number, kind: document.kind };
  await transaction(db, (tx) => recordAudit(tx, by, { action: 'invoice.read', subject: id, after }));
  return {
    status: 200,
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${document.number}.pdf"`,
    },
    body: pdf,
  };
}
