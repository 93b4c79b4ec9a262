import { expect, test } from 'vitest';
import { issueApiKey } from '#billing/api-keys/issue-key.service.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { createApiKey, revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';

/** A key that issues keys: none is more than what issues it. */

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const MINE = '/api/me/api-keys';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** A client of an administrator's key with these bounds. */
async function issuer(bounds: {
  scopes?: readonly (typeof SCOPES)[number][];
  providers?: readonly string[];
  expiresAt?: Date;
  monthly?: string;
}) {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const { monthly, scopes = SCOPES, ...rest } = bounds;
  const { mandateId, userId } = member;
  const { keyId, key } = await createApiKey(db, { mandateId, userId, name: 'issuer', scopes, ...rest });
  if (monthly !== undefined) {
    await setMonthlyLimit(db, { mandateId, scope: 'key', subjectId: keyId, monthly: chf(monthly) });
  }
  return { ...member, issuerId: keyId, api: new ApiClient(rappen.url, { 'x-api-key': key }) };
}

const expiresAt = new Date(inDays(10));
test.each([
  ['scopes', { scopes: ['admin'] }, {}, { scopes: ['admin'] }],
  ['scopes', { scopes: ['admin', 'call'] }, { scopes: ['call', 'billing:read'] }, { scopes: ['call'] }],
  ['providers', { providers: ['openai'] }, {}, { providers: ['openai'] }],
  ['providers', { providers: ['openai'] }, { providers: ['openai', 'tavily'] }, { providers: ['openai'] }],
  ['expiresAt', { expiresAt }, {}, { expiresAt: expiresAt.toISOString() }],
  ['expiresAt', { expiresAt }, { expiresAt: inDays(11) }, { expiresAt: inDays(9) }],
  ['monthlyLimitChf', { monthly: '3' }, {}, { monthlyLimitChf: '3' }],
  ['monthlyLimitChf', { monthly: '3' }, { monthlyLimitChf: '3.000000001' }, { monthlyLimitChf: '0' }],
] as const)('gives no more %s than it has: %o', async (field, bounds, tooMuch, within) => {
  const { api } = await issuer(bounds);
  expect(await api.post(MINE, { name: 'More', ...tooMuch })).toMatchObject({
    status: 422,
    body: { code: 'invalid_request', path: `body.${field}` },
  });
  expect(await api.post(MINE, { name: 'As much', ...within })).toMatchObject({ status: 201 });
});

test('needs the scope admin', async () => {
  const { key } = await rappen.caller({ role: 'mandate_admin' });
  const api = new ApiClient(rappen.url, { 'x-api-key': key });
  expect(await api.post(MINE, { name: 'One more' })).toMatchObject({
    status: 403,
    body: { code: 'scope_missing', scope: 'admin' },
  });
});

test('issues none after its end, even where a process has not heard of that yet', async () => {
  const { mandateId, userId } = await rappen.caller({ role: 'mandate_admin' });
  const ids = { mandateId, userId };
  const { keyId, key } = await createApiKey(db, { ...ids, name: 'leaked', scopes: SCOPES });
  // Who acts, as a process remembers it for up to a second.
  const actor = await rappen.context.authenticator.authenticate({ 'x-api-key': key });
  await revokeApiKey(db, mandateId, keyId);
  const deps = { db, providerNames: [] };
  const wanted = { name: 'Late', scopes: ['call'], providers: undefined } as const;
  const issued = issueApiKey(
    deps,
    { actor, by: ids },
    { ...wanted, expiresAt: undefined, monthlyLimit: undefined },
  );
  await expect(issued).rejects.toMatchObject({ code: 'invalid_api_key' });
});

test('the operator’s key in a mandate where he is a member keeps its bounds', async () => {
  const { mandateId } = await rappen.caller({ role: 'mandate_admin' });
  const { userId } = await addMember(db, ROOT_MANDATE_ID, 'system_administrator');
  await rappen.context.database.pool.query(
    "insert into membership (mandate_id, user_id, role) values ($1, $2, 'mandate_admin')",
    [mandateId.slice(4), userId.slice(4)],
  );
  const root = { mandateId: ROOT_MANDATE_ID, userId };
  const { keyId, key } = await createApiKey(db, { ...root, name: 'operator', scopes: SCOPES });
  await setMonthlyLimit(db, { ...root, scope: 'key', subjectId: keyId, monthly: chf('1') });
  const api = new ApiClient(rappen.url, { 'x-api-key': key });
  const path = `${MINE}?mandate=${mandateId}`;
  expect(await api.post(path, { name: 'More' })).toMatchObject({
    status: 422,
    body: { path: 'body.monthlyLimitChf' },
  });
  expect(await api.post(path, { name: 'Less', monthlyLimitChf: '1' })).toMatchObject({ status: 201 });
});

test('cannot lift or raise its own limit, nor that of a key beside it', async () => {
  const { api, mandateId, issuerId, keyId } = await issuer({ monthly: '3' });
  const limits = `/api/admin/mandates/${mandateId}/limits/keys`;
  for (const id of [issuerId, keyId]) {
    expect(await api.send('PUT', `${limits}/${id}`, { monthlyChf: '3.01' })).toMatchObject({
      status: 403,
      body: { code: 'permission_denied', most: '3.000000000' },
    });
    expect(await api.send('PUT', `${limits}/${id}`, { monthlyChf: '3' })).toMatchObject({ status: 200 });
    expect(await api.send('DELETE', `${limits}/${id}`)).toMatchObject({ status: 403 });
  }
});
