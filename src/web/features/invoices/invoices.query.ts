import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api, apiIn } from '#web/lib/api/rappen-client.ts';
import type { InvoiceState } from './invoices-search.ts';

type InvoicesPage = Answer<'/api/billing/invoices'>;
type AllInvoicesPage = Answer<'/api/admin/invoices'>;
export type InvoiceRow = InvoicesPage['invoices'][number];
export type MonthWithoutInvoice = InvoicesPage['notIssued'][number];
export type AnyInvoiceRow = AllInvoicesPage['invoices'][number];
export type WaitingMonth = AllInvoicesPage['waiting'][number];
export type InvoiceDetail = Answer<'/api/billing/invoices/{invoiceId}'>;

function pageOf(state: InvoiceState | undefined, cursor: string | undefined) {
  return { ...(state === undefined ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) };
}

/** Of one mandate, the newest first. */
export const invoicesQuery = (mandateId: string, state: InvoiceState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['invoices', mandateId, state],
    queryFn: ({ pageParam, signal }): Promise<InvoicesPage> =>
      answerOf(
        apiIn(mandateId).GET('/api/billing/invoices', {
          params: { query: pageOf(state, pageParam) },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Of all mandates, overdue ones first. */
export const allInvoicesQuery = (state: InvoiceState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['invoices', 'all', state],
    queryFn: ({ pageParam, signal }): Promise<AllInvoicesPage> =>
      answerOf(api.GET('/api/admin/invoices', { params: { query: pageOf(state, pageParam) }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** One with its payments, credit notes and reminders. */
export const invoiceQuery = (mandateId: string, invoiceId: string) =>
  queryOptions({
    queryKey: ['invoices', mandateId, 'one', invoiceId],
    queryFn: ({ signal }): Promise<InvoiceDetail> =>
      answerOf(
        apiIn(mandateId).GET('/api/billing/invoices/{invoiceId}', {
          params: { path: { invoiceId } },
          signal,
        }),
      ),
  });

/** Where a PDF is: that of the invoice, or of a credit note or a reminder of it. */
export function pdfAddress(mandateId: string, invoiceId: string, paperId?: string): string {
  const of = `/api/billing/invoices/${encodeURIComponent(invoiceId)}`;
  const path = paperId === undefined ? `${of}/pdf` : `${of}/documents/${encodeURIComponent(paperId)}`;
  return `${path}?mandate=${encodeURIComponent(mandateId)}`;
}
