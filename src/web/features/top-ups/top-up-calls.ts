import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { ShownRequest } from './top-up-requests.query.ts';

/** Asks for a top-up; the same key again is the same request. */
export function askForTopUp(
  mandateId: string,
  { amountChf, idempotencyKey }: { readonly amountChf: string; readonly idempotencyKey: string },
): Promise<ShownRequest> {
  const params = { header: { 'idempotency-key': idempotencyKey } };
  return answerOf(apiIn(mandateId).POST('/api/billing/top-up-requests', { params, body: { amountChf } }));
}

export async function cancelTopUp(mandateId: string, requestId: string): Promise<void> {
  await answerOf(
    apiIn(mandateId).POST('/api/billing/top-up-requests/{requestId}/cancel', {
      params: { path: { requestId } },
    }),
  );
}

/** Where the browser gets the PDF. */
export function pdfAddress(mandateId: string, requestId: string, which: 'bill' | 'receipt'): string {
  return `/api/billing/top-up-requests/${requestId}/${which}?mandate=${mandateId}`;
}
