import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

type PostingPath =
  `/api/admin/mandates/{mandateId}/billing/${'credits' | 'payments' | 'adjustments' | 'refunds' | 'transfers'}`;
type Body<Path extends PostingPath> = paths[Path]['post']['requestBody']['content']['application/json'];

/** A booking that the operator makes by hand. */
export type Posting =
  | { readonly kind: 'top-up'; readonly body: Body<'/api/admin/mandates/{mandateId}/billing/credits'> }
  | { readonly kind: 'payment'; readonly body: Body<'/api/admin/mandates/{mandateId}/billing/payments'> }
  | {
      readonly kind: 'adjustment';
      readonly body: Body<'/api/admin/mandates/{mandateId}/billing/adjustments'>;
    }
  | { readonly kind: 'refund'; readonly body: Body<'/api/admin/mandates/{mandateId}/billing/refunds'> }
  | { readonly kind: 'transfer'; readonly body: Body<'/api/admin/mandates/{mandateId}/billing/transfers'> };
export type PostingKind = Posting['kind'];

export type Booked = Answer<'/api/admin/mandates/{mandateId}/billing/credits', 'post'>;
export type Transferred = Answer<'/api/admin/mandates/{mandateId}/billing/transfers', 'post'>;
export type PostingResult = Booked | Transferred;

/** Books, or (`isPreview`) only says what would be booked. The same key again has the same answer and no second effect. */
export function sendPosting(
  mandateId: string,
  posting: Posting,
  { isPreview, idempotencyKey }: { readonly isPreview: boolean; readonly idempotencyKey: string },
): Promise<PostingResult> {
  const client = apiIn(mandateId);
  const params = {
    path: { mandateId },
    query: isPreview ? { preview: 'true' as const } : {},
    header: { 'idempotency-key': idempotencyKey },
  };
  const of = '/api/admin/mandates/{mandateId}/billing';
  switch (posting.kind) {
    case 'top-up':
      return answerOf(client.POST(`${of}/credits`, { params, body: posting.body }));
    case 'payment':
      return answerOf(client.POST(`${of}/payments`, { params, body: posting.body }));
    case 'adjustment':
      return answerOf(client.POST(`${of}/adjustments`, { params, body: posting.body }));
    case 'refund':
      return answerOf(client.POST(`${of}/refunds`, { params, body: posting.body }));
    case 'transfer':
      return answerOf(client.POST(`${of}/transfers`, { params, body: posting.body }));
  }
}
