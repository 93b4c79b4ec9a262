import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { SendOptions } from '../two-steps/use-two-steps.ts';

const CREDIT_NOTES = '/api/admin/mandates/{mandateId}/billing/invoices/{invoiceId}/credit-notes';
export type Credited = Answer<typeof CREDIT_NOTES, 'post'>;

export interface CreditWish {
  readonly amountChf: string;
  readonly reason: string;
}

/** Credits the invoice; without what was shown: only says what would be booked. */
export function creditInvoice(
  path: { readonly mandateId: string; readonly invoiceId: string },
  body: CreditWish,
  { shown, idempotencyKey }: SendOptions<Credited>,
): Promise<Credited> {
  const params = {
    path,
    query: shown === undefined ? { preview: 'true' as const } : {},
    header: { 'idempotency-key': idempotencyKey },
  };
  return answerOf(apiIn(path.mandateId).POST(CREDIT_NOTES, { params, body }));
}
