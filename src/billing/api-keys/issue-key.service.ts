import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { Actor } from '#identity/actor.ts';
import { createApiKey, requireApiKey } from '#identity/api-keys/api-key.service.ts';
import { countLiveKeys } from '#identity/api-keys/api-key.store.ts';
import { type Scope, scopesWithin } from '#identity/api-keys/api-key.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMembership } from '#identity/members/member.store.ts';
import { must } from '#kernel/assert.ts';
import { AppError, fieldIn, invalidRequest } from '#kernel/error.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { homeOfKey, limitOfActingKey } from '../limits/acting-key.ts';
import { requireRoomForLimit } from '../limits/key-chain.ts';
import { setMonthlyLimit } from '../limits/limit.service.ts';
import { requireWithinIssuer } from './issuer-bounds.ts';
import { findListedKeys, type ListedKey } from './key-list.store.ts';

const MOST_LIVE_KEYS = 100n;

export interface IssueDeps {
  readonly db: Db;
  /** Of all providers that there are. */
  readonly providerNames: readonly string[];
}

export interface NewKeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly providers: readonly string[] | undefined;
  readonly expiresAt: Date | undefined;
  readonly monthlyLimit: NanoChf | undefined;
}

/**
 * Issues a key to the user who acts, in the mandate that he acts in: never more than his role, and than the key that he acts
 * with. The key's text is in this answer and nowhere else. Throws `invalid_request`, `not_found` for who is no member,
 * `conflict` for who has too many, `invalid_api_key` if the issuing key has just been revoked.
 */
export async function issueApiKey(
  deps: IssueDeps,
  { actor, by }: { readonly actor: Actor; readonly by: AuditBy },
  request: NewKeyRequest,
): Promise<{ readonly listed: ListedKey; readonly key: string }> {
  const { mandateId, userId } = actor;
  refuseImpossible(deps, actor, request);
  return transaction(deps.db, async (tx) => {
    // One key at a time: else many at once would all count the same keys.
    if (!(await lockMembership(tx, mandateId, userId))) throw noMember();
    await refuseMoreThanIssuer(tx, actor, request);
    if ((await countLiveKeys(tx, mandateId, userId)) >= MOST_LIVE_KEYS) throw tooMany();
    const { name, scopes, providers, expiresAt, monthlyLimit } = request;
    const bounds = { ...(providers ? { providers } : {}), ...(expiresAt ? { expiresAt } : {}) };
    const issuedBy = homeOfKey(actor) === mandateId ? actor.apiKeyId : undefined;
    const wanted = { mandateId, userId, name, scopes, issuedBy, ...bounds };
    const { keyId, key } = await createApiKey(tx, wanted).catch(fieldIn('body'));
    if (monthlyLimit !== undefined) {
      await requireRoomForLimit(tx, mandateId, keyId);
      await setMonthlyLimit(tx, { mandateId, scope: 'key', subjectId: keyId, monthly: monthlyLimit });
    }
    const [listed] = await findListedKeys(tx, mandateId, { keyId, limit: 1 });
    await recordAudit(tx, by, { action: 'api_key.issued', subject: keyId, after: factsOf(userId, request) });
    return { listed: must(listed, 'the new key'), key };
  });
}

function refuseImpossible({ providerNames }: IssueDeps, { role }: Actor, request: NewKeyRequest): void {
  const { scopes, providers = [], expiresAt } = request;
  const unknown = providers.findIndex((provider) => !providerNames.includes(provider));
  if (unknown >= 0) throw invalidRequest(`body.providers[${unknown}]`, 'there is no such provider');
  const allowed = scopesWithin(role, scopes);
  const refused = scopes.findIndex((scope) => !allowed.includes(scope));
  if (refused >= 0)
    throw invalidRequest(`body.scopes[${refused}]`, `a key of a ${role} cannot have this scope`);
  if (expiresAt !== undefined && expiresAt.getTime() <= Date.now()) {
    throw invalidRequest('body.expiresAt', 'must be in the future');
  }
}

async function refuseMoreThanIssuer(tx: Tx, actor: Actor, request: NewKeyRequest): Promise<void> {
  if (actor.apiKeyId === undefined) return;
  const { scopes, keyProviders: providers, keyExpiresAt: expiresAt } = actor;
  // By the table, not by memory: what has just been revoked must not live on in a key that it issues.
  const issuer = await requireApiKey(tx, homeOfKey(actor), actor.apiKeyId);
  if (!issuer.isLive) throw new AppError('invalid_api_key');
  const monthlyLimit = await limitOfActingKey(tx, actor);
  requireWithinIssuer({ scopes, providers, expiresAt, monthlyLimit }, request);
}

function factsOf(userId: string, { name, scopes, providers, expiresAt, monthlyLimit }: NewKeyRequest) {
  return {
    userId,
    name,
    scopes,
    providers: providers ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    monthlyLimitChf: monthlyLimit === undefined ? null : formatChf(monthlyLimit),
  };
}

function noMember(): AppError {
  return new AppError(
    'not_found',
    {},
    'You are not a member of this mandate, so you cannot have a key in it.',
  );
}

function tooMany(): AppError {
  const text = `You have ${MOST_LIVE_KEYS} keys in this mandate: revoke one that you do not need.`;
  return new AppError('conflict', { most: Number(MOST_LIVE_KEYS) }, text);
}
