import type { Db } from '#db/database.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { previewQuery } from '../postings/operator-posting.contract.ts';
import { requireSettings } from '../settings/settings-change.service.ts';
import { creditInvoice } from './credit-invoice.service.ts';
import { describeAllInvoices } from './describe-invoice.ts';
import {
  allInvoicesAnswer,
  creditNoteAnswer,
  creditNoteBody,
  holdBody,
  invoiceOfMandateParams,
  invoiceRule,
  invoicesQuery,
  invoiceTerms,
} from './invoice.contract.ts';
import { holdReminders, setInvoiceRule, setPaymentDays } from './invoice-admin.service.ts';
import { paymentDaysOf, readInvoiceRule } from './invoice-rule.store.ts';

const tag = 'Invoices';
const ofInvoice = '/api/admin/mandates/:mandateId/billing/invoices/:invoiceId';
const rule = { tag, permission: 'resource.billing.terms', path: '/api/admin/invoice-rule' } as const;
const terms = {
  tag,
  permission: 'resource.billing.terms',
  params: ofMandate,
  answer: invoiceTerms,
  path: '/api/admin/mandates/:mandateId/billing/invoice-terms',
} as const;
const acting = { tag, permission: 'resource.billing.credit', params: invoiceOfMandateParams } as const;

/** What the operator does about invoices; payments are with the other postings. */
export function invoiceAdminRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/invoices',
      summary: 'Invoices of all mandates, overdue ones first, and those that cannot be issued yet',
      tag,
      permission: 'resource.billing.overview',
      query: invoicesQuery,
      answer: allInvoicesAnswer,
      handle: ({ query }) => describeAllInvoices(db, query),
    }),
    apiRoute({
      ...acting,
      method: 'POST',
      path: `${ofInvoice}/credit-notes`,
      summary: 'Credits an invoice, as a whole or in part',
      query: previewQuery,
      needsIdempotencyKey: true,
      body: creditNoteBody,
      answer: creditNoteAnswer,
      status: 201,
      handle: (call) =>
        creditInvoice(db, {
          by: { ...auditBy(call), userId: call.actor.userId },
          mandateId: call.actor.mandateId,
          invoiceId: call.params.invoiceId,
          idempotencyKey: call.idempotencyKey,
          isPreview: call.query.preview,
          amount: call.body.amountChf,
          reason: call.body.reason,
        }),
    }),
    apiAction({
      ...acting,
      method: 'PUT',
      path: `${ofInvoice}/hold`,
      summary: 'Holds the reminders of an invoice, or lets them go on',
      body: holdBody,
      handle: (call) =>
        holdReminders(db, auditBy(call), call.params.invoiceId, call.body.reason ?? undefined),
    }),
    apiRoute({
      ...rule,
      method: 'GET',
      summary: 'From when on invoices are issued, and when reminders are sent',
      answer: invoiceRule,
      handle: async () => {
        const { firstMonth, reminderDays } = await readInvoiceRule(db);
        return { firstMonth, reminderDays: [...reminderDays] };
      },
    }),
    apiRoute({
      ...rule,
      method: 'PUT',
      summary: 'Sets from when on invoices are issued, and when reminders are sent',
      body: invoiceRule,
      answer: invoiceRule,
      handle: async (call) => {
        await setInvoiceRule(db, auditBy(call), call.body);
        return call.body;
      },
    }),
    apiRoute({
      ...terms,
      method: 'GET',
      summary: 'How many days the mandate has to pay an invoice',
      handle: async ({ actor }) => {
        await requireSettings(db, actor.mandateId);
        return { paymentDays: await paymentDaysOf(db, actor.mandateId) };
      },
    }),
    apiRoute({
      ...terms,
      method: 'PUT',
      summary: 'Sets how many days the mandate has to pay its next invoices',
      body: invoiceTerms,
      handle: async (call) => {
        await setPaymentDays(db, auditBy(call), call.body.paymentDays);
        return call.body;
      },
    }),
  ];
}
