import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { Limit } from './limits.query.ts';

/** Whose limit it is. */
export interface LimitSubject {
  readonly scope: 'user' | 'key';
  readonly id: string;
}

const USER = '/api/admin/mandates/{mandateId}/limits/users/{userId}';
const KEY = '/api/admin/mandates/{mandateId}/limits/keys/{keyId}';

/** Sets what a user or a key may spend in a calendar month. `monthlyChf`: decimal text. */
export function setLimit(mandateId: string, { scope, id }: LimitSubject, monthlyChf: string): Promise<Limit> {
  const client = apiIn(mandateId);
  const body = { monthlyChf };
  if (scope === 'user')
    return answerOf(client.PUT(USER, { params: { path: { mandateId, userId: id } }, body }));
  return answerOf(client.PUT(KEY, { params: { path: { mandateId, keyId: id } }, body }));
}

export async function liftLimit(mandateId: string, { scope, id }: LimitSubject): Promise<void> {
  const client = apiIn(mandateId);
  if (scope === 'user') await answerOf(client.DELETE(USER, { params: { path: { mandateId, userId: id } } }));
  else await answerOf(client.DELETE(KEY, { params: { path: { mandateId, keyId: id } } }));
}
