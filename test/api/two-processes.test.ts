import { expect, test } from 'vitest';
import { revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { setProviderPermission } from '#identity/roles/role.service.ts';
import { ApiClient, apiOf } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** Two servers on one database: what changes on the first holds on the second within a second. */
const first = await startTestRappen();
const second = await startTestRappen({ database: first.database, simulator: first.simulator });
const { db } = first.context.database;
const WITHIN_1_S = { timeout: 1_000, interval: 20 };

async function call(key: string): Promise<number> {
  const { path, body } = WIRE_FORMATS.messages;
  const answer = await second.post(path, key, body);
  await answer.text();
  return answer.status;
}

test('a revoked key is refused, for calls and for the API', async () => {
  const { key, keyId, mandateId } = await first.caller();
  const api = new ApiClient(second.url, { authorization: `Bearer ${key}` });
  expect(await call(key)).toBe(200);
  expect((await api.get('/api/me')).status).toBe(200);
  await revokeApiKey(db, mandateId, keyId);
  await expect.poll(() => call(key), WITHIN_1_S).toBe(401);
  expect((await api.get('/api/me')).status).toBe(401);
});

test('a suspended mandate gets no calls, and still reads its own account', async () => {
  const member = await first.caller({ role: 'mandate_admin' });
  expect(await call(member.key)).toBe(200);
  await setMandateStatus(db, member.mandateId, 'suspended');
  await expect.poll(() => call(member.key), WITHIN_1_S).toBe(403);
  const api = await apiOf(second, member, ['billing:read']);
  expect(await api.get('/api/me')).toMatchObject({ body: { mandates: [{ status: 'suspended' }] } });
});

test('a provider that is denied to a role', async () => {
  const { key, mandateId } = await first.caller();
  expect(await call(key)).toBe(200);
  await setProviderPermission(db, { mandateId, role: 'user', provider: 'anthropic', allowed: false });
  await expect.poll(() => call(key), WITHIN_1_S).toBe(403);
});
