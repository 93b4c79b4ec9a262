import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export interface CallersKey {
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  /** Whose it is; undefined: one's own. */
  readonly owner: string | undefined;
}

/** The API keys that may have called: of the mandate for who administers it, else one's own. */
export const callersKeysQuery = (mandateId: string, isAdministrator: boolean) =>
  queryOptions({
    queryKey: ['callers-keys', mandateId, isAdministrator],
    queryFn: ({ signal }): Promise<readonly CallersKey[]> =>
      isAdministrator ? keysOfMandate(mandateId, signal) : ownKeys(mandateId, signal),
  });

async function keysOfMandate(mandateId: string, signal: AbortSignal): Promise<readonly CallersKey[]> {
  const params = { path: { mandateId }, query: { limit: '200' } };
  const { apiKeys } = await answerOf(
    apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/api-keys', { params, signal }),
  );
  return apiKeys.map(({ id, name, last4, user }) => ({ id, name, last4, owner: user.name }));
}

async function ownKeys(mandateId: string, signal: AbortSignal): Promise<readonly CallersKey[]> {
  const params = { query: { limit: '200' } };
  const { apiKeys } = await answerOf(apiIn(mandateId).GET('/api/me/api-keys', { params, signal }));
  return apiKeys.map(({ id, name, last4 }) => ({ id, name, last4, owner: undefined }));
}
