import type { z } from 'zod';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import * as shapes from './api-key.contract.ts';
import { type IssueDeps, issueApiKey } from './issue-key.service.ts';
import { endKey, renameOwnKey } from './key-change.service.ts';
import { findListedKeys, type KeyFilter, type ListedKey } from './key-list.store.ts';

const own = { tag: 'API keys', permission: 'resource.identity.keys' } as const;
const ofOthers = { tag: 'API keys', permission: 'resource.identity.users' } as const;
const OWN_KEYS = '/api/me/api-keys';
const KEYS = '/api/admin/mandates/:mandateId/api-keys';

/** One's own API keys, and, for administrators, all of the mandate. They are here because a key may have a spending limit. */
export function apiKeyRoutes(deps: IssueDeps): readonly ApiRoute[] {
  return [...ownKeyRoutes(deps), ...keyAdminRoutes(deps)];
}

function ownKeyRoutes(deps: IssueDeps): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      ...own,
      method: 'GET',
      path: OWN_KEYS,
      summary: 'My API keys in this mandate, the newest first',
      query: shapes.ownKeysQuery,
      answer: shapes.keysAnswer,
      handle: async ({ actor: { mandateId, userId }, query }) => {
        const { page, ...next } = await pageOfKeys(deps, mandateId, { ...query, userId });
        return { apiKeys: page.map(describe), ...next };
      },
    }),
    apiRoute({
      ...own,
      method: 'POST',
      path: OWN_KEYS,
      summary: 'A new API key, which is shown this once; never more than what issues it',
      body: shapes.newKeyBody,
      status: 201,
      answer: shapes.newKeyAnswer,
      handle: async (call) => {
        const { name, scopes, providers, expiresAt, monthlyLimitChf: monthlyLimit } = call.body;
        const request = { name, scopes: unique(scopes), providers: providers && unique(providers) };
        const by = { actor: call.actor, by: auditBy(call) };
        const { listed, key } = await issueApiKey(deps, by, { ...request, expiresAt, monthlyLimit });
        return { ...describe(listed), key };
      },
    }),
    apiRoute({
      ...own,
      method: 'PATCH',
      path: `${OWN_KEYS}/:keyId`,
      summary: 'Gives one of my API keys another name',
      params: shapes.ownKeyParams,
      body: shapes.keyNameBody,
      answer: shapes.keyAnswer,
      handle: async (call) => {
        const by = { actor: call.actor, by: auditBy(call) };
        return describe(await renameOwnKey(db, by, call.params.keyId, call.body.name));
      },
    }),
    apiAction({
      ...own,
      method: 'DELETE',
      path: `${OWN_KEYS}/:keyId`,
      summary: 'Revokes one of my API keys: it stops within a second',
      params: shapes.ownKeyParams,
      handle: (call) =>
        endKey(db, { actor: call.actor, by: auditBy(call) }, call.params.keyId, call.actor.userId),
    }),
  ];
}

function keyAdminRoutes(deps: IssueDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      ...ofOthers,
      method: 'GET',
      path: KEYS,
      summary: 'The API keys of the mandate, the newest first',
      params: ofMandate,
      query: shapes.keysQuery,
      answer: shapes.keysOfUsersAnswer,
      handle: async ({ actor: { mandateId }, query: { user: userId, ...query } }) => {
        const { page, ...next } = await pageOfKeys(deps, mandateId, { ...query, userId });
        return { apiKeys: page.map((key) => ({ ...describe(key), user: key.user })), ...next };
      },
    }),
    apiAction({
      ...ofOthers,
      method: 'DELETE',
      path: `${KEYS}/:keyId`,
      summary: "Revokes a user's API key: it stops within a second",
      params: shapes.keyParams,
      handle: (call) =>
        endKey(deps.db, { actor: call.actor, by: auditBy(call) }, call.params.keyId, undefined),
    }),
  ];
}

async function pageOfKeys(
  { db }: IssueDeps,
  mandateId: MandateId,
  { cursor, limit, userId }: Pick<KeyFilter, 'limit' | 'userId'> & { readonly cursor?: string | undefined },
) {
  const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const keys = await findListedKeys(db, mandateId, { userId, after, limit: limit + 1 });
  return pageOf(keys, limit, ({ id }) => [uuidOf(id)]);
}

function describe(key: ListedKey): z.input<typeof shapes.keyAnswer> {
  const { id, name, last4, state, monthlyLimit, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  return {
    id,
    name,
    last4,
    state,
    scopes: [...key.scopes],
    providers: key.providers && [...key.providers],
    monthlyLimitChf: monthlyLimit === null ? null : formatChf(monthlyLimit),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    issuedByKeyId: key.issuedBy,
  };
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
