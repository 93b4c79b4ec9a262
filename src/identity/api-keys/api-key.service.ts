import type { Db } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type ApiKeyId, type MandateId, newId, type UserId } from '#kernel/id.ts';
import { requireMandate } from '../mandates/mandate.service.ts';
import { readName } from '../text.ts';
import { requireMember } from '../users/user.service.ts';
import {
  findKeys,
  insertApiKey,
  type LockedKey,
  lockApiKey,
  updateRevoked,
  updateRevokedBelow,
  updateRevokedByName,
} from './api-key.store.ts';
import { hashApiKey, makeApiKey, mandateOfApiKey, type Scope, scopesWithin } from './api-key.ts';

export interface CreateApiKeyRequest {
  readonly mandateId: MandateId;
  readonly userId: UserId;
  readonly name: string;
  /** Default: `call` alone. */
  readonly scopes?: readonly Scope[];
  /** Names of providers, checked by the caller against those that exist. Default: all that the role allows. */
  readonly providers?: readonly string[];
  /** Default: never. */
  readonly expiresAt?: Date;
  /** The key of this mandate that issues it, and takes it along when it is revoked. Default: none does. */
  readonly issuedBy?: ApiKeyId | undefined;
}

/** The key's text is in the answer and nowhere else. Throws `not_found` for mandate or user, `invalid_request`. */
export async function createApiKey(
  db: Db,
  request: CreateApiKeyRequest,
): Promise<{ readonly keyId: ApiKeyId; readonly key: string }> {
  const {
    mandateId,
    userId,
    scopes = ['call'],
    providers = null,
    expiresAt = null,
    issuedBy = null,
  } = request;
  const name = readName('name', request.name);
  if (expiresAt !== null && !(expiresAt.getTime() > Date.now())) {
    throw invalidRequest('expires', 'must be in the future');
  }
  await requireMandate(db, mandateId);
  const role = await requireMember(db, mandateId, userId);
  const refused = scopes.find((scope) => !scopesWithin(role, scopes).includes(scope));
  if (refused) throw invalidRequest('scopes', `a key of a ${role} cannot have the scope ${refused}`);
  const { text, hash, last4 } = makeApiKey(mandateId);
  const id = newId('key');
  const row = { id, userId, name, hash, last4, scopes, providers, expiresAt, issuedBy };
  await insertApiKey(db, mandateId, row);
  return { keyId: id, key: text };
}

/**
 * The key that is kept in a file: the given text if it is a valid key of the mandate, else a new one, and the user's
 * older keys of this name are revoked: a file that is lost may be in other hands.
 */
export async function keepApiKey(
  db: Db,
  request: CreateApiKeyRequest,
  kept: string | undefined,
): Promise<{ readonly key: string; readonly isNew: boolean }> {
  if (kept !== undefined && mandateOfApiKey(kept) === request.mandateId) {
    const [found] = await findKeys(db, [{ mandateId: request.mandateId, hash: hashApiKey(kept) }]);
    if (found?.facts.userId === request.userId) return { key: kept, isNew: false };
  }
  await updateRevokedByName(db, request.mandateId, request.userId, request.name);
  const { key } = await createApiKey(db, request);
  return { key, isNew: true };
}

/**
 * The key, and what was issued with it, stop within a second on every process: whoever had a stolen key keeps none. Which
 * keys were revoked; none: all of them were before. Throws `not_found`.
 */
export async function revokeApiKey(
  db: Db,
  mandateId: MandateId,
  keyId: ApiKeyId,
): Promise<readonly ApiKeyId[]> {
  const revoked: ApiKeyId[] = [];
  if (await updateRevoked(db, mandateId, keyId)) revoked.push(keyId);
  else await requireApiKey(db, mandateId, keyId);
  // A key that was just issuing another is waited for, and only the next look sees what it issued.
  for (;;) {
    const below = await updateRevokedBelow(db, mandateId, keyId);
    if (below.length === 0) return revoked;
    revoked.push(...below);
  }
}

/** The key, which nobody else changes until the transaction ends. Throws `not_found`. */
export async function requireApiKey(db: Db, mandateId: MandateId, keyId: ApiKeyId): Promise<LockedKey> {
  const key = await lockApiKey(db, mandateId, keyId);
  if (!key) throw new AppError('not_found', { key: keyId }, 'There is no such key in this mandate.');
  return key;
}
