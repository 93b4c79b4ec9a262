import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { SendOptions } from '../two-steps/use-two-steps.ts';
import type { UnknownCall } from './unknown-calls.query.ts';

export type Settled = Answer<'/api/admin/mandates/{mandateId}/unknown-calls/{holdId}', 'post'>;

export interface Settlement {
  /** `"0"` writes the call off. */
  readonly amountChf: string;
  readonly reason: string;
}

/** Charges the call, or writes it off; without what was shown: only says what would be booked. */
export function settleCall(
  { mandateId, holdId }: UnknownCall,
  body: Settlement,
  { shown, idempotencyKey }: SendOptions<Settled>,
): Promise<Settled> {
  const params = {
    path: { mandateId, holdId },
    query: shown === undefined ? { preview: 'true' as const } : {},
    header: { 'idempotency-key': idempotencyKey },
  };
  return answerOf(
    apiIn(mandateId).POST('/api/admin/mandates/{mandateId}/unknown-calls/{holdId}', { params, body }),
  );
}
