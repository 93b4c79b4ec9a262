import { expect } from 'vitest';
import type { Db } from '#db/database.ts';
import type { MandateId } from '#kernel/id.ts';
import { issueSampleInvoice } from './sample-invoices.ts';
import { done, type TypedClient } from './typed-client.ts';

/** Calls every route of invoices once, for a mandate that has none yet. */
export async function walkThroughInvoices(
  { admin, operator }: { readonly admin: TypedClient; readonly operator: TypedClient },
  db: Db,
  mandateId: string,
): Promise<void> {
  const { invoiceId, paperId } = await issueSampleInvoice(db, mandateId as MandateId);
  const query = { mandate: mandateId };
  const { invoices } = await done(admin.GET('/api/billing/invoices', { params: { query } }));
  expect(invoices.map((invoice) => invoice.invoiceId)).toEqual([invoiceId]);
  const one = '/api/billing/invoices/{invoiceId}' as const;
  await done(admin.GET(one, { params: { path: { invoiceId }, query } }));
  for (const pdf of [
    admin.GET(`${one}/pdf`, { params: { path: { invoiceId }, query }, parseAs: 'blob' }),
    admin.GET(`${one}/documents/{paperId}`, {
      params: { path: { invoiceId, paperId }, query },
      parseAs: 'blob',
    }),
  ]) {
    expect((await pdf).response.headers.get('content-type')).toBe('application/pdf');
  }
  await done(operator.GET('/api/admin/invoices', {}));
  const path = { mandateId, invoiceId };
  const admins = '/api/admin/mandates/{mandateId}/billing/invoices/{invoiceId}' as const;
  await done(operator.PUT(`${admins}/hold`, { params: { path }, body: { reason: 'disputed' } }));
  const params = { path, query: { preview: 'true' as const }, header: { 'idempotency-key': 'walk-credit' } };
  await done(operator.POST(`${admins}/credit-notes`, { params, body: { reason: 'wrong' } }));
  const rule = await done(operator.GET('/api/admin/invoice-rule', {}));
  await done(operator.PUT('/api/admin/invoice-rule', { body: rule }));
  const terms = '/api/admin/mandates/{mandateId}/billing/invoice-terms' as const;
  const ofMandate = { params: { path: { mandateId } } };
  const known = await done(operator.GET(terms, ofMandate));
  await done(operator.PUT(terms, { ...ofMandate, body: known }));
}
