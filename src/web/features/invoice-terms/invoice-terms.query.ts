import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api, apiIn } from '#web/lib/api/rappen-client.ts';

const RULE = '/api/admin/invoice-rule';
const TERMS = '/api/admin/mandates/{mandateId}/billing/invoice-terms';

export type InvoiceRule = Answer<typeof RULE>;
export type InvoiceTerms = Answer<typeof TERMS>;

/** The operator's rule for all mandates. */
export const invoiceRuleQuery = queryOptions({
  queryKey: ['invoice-rule'],
  queryFn: ({ signal }): Promise<InvoiceRule> => answerOf(api.GET(RULE, { signal })),
});

export function saveInvoiceRule(body: InvoiceRule): Promise<InvoiceRule> {
  return answerOf(api.PUT(RULE, { body }));
}

/** How many days a mandate has to pay. */
export const invoiceTermsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['invoice-terms', mandateId],
    queryFn: ({ signal }): Promise<InvoiceTerms> =>
      answerOf(apiIn(mandateId).GET(TERMS, { params: { path: { mandateId } }, signal })),
  });

export function saveInvoiceTerms(mandateId: string, body: InvoiceTerms): Promise<InvoiceTerms> {
  return answerOf(apiIn(mandateId).PUT(TERMS, { params: { path: { mandateId } }, body }));
}
