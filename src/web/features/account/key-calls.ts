import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { MyKey } from './my-keys.query.ts';

type NewKeyPost = NonNullable<paths['/api/me/api-keys']['post']['requestBody']>;
export type NewKeyBody = NewKeyPost['content']['application/json'];
/** With the key itself, which is shown only here. */
export type NewKey = Answer<'/api/me/api-keys', 'post'>;
export type KeyScope = MyKey['scopes'][number];

/** Throws `invalid_request` with the field, `conflict` for too many keys. */
export function createKey(mandateId: string, body: NewKeyBody): Promise<NewKey> {
  return answerOf(apiIn(mandateId).POST('/api/me/api-keys', { body }));
}

export function renameKey(mandateId: string, keyId: string, name: string): Promise<MyKey> {
  const params = { path: { keyId } };
  return answerOf(apiIn(mandateId).PATCH('/api/me/api-keys/{keyId}', { params, body: { name } }));
}

/** It stops within a second. */
export async function revokeKey(mandateId: string, keyId: string): Promise<void> {
  await answerOf(apiIn(mandateId).DELETE('/api/me/api-keys/{keyId}', { params: { path: { keyId } } }));
}
