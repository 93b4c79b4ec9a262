import { describe, expect, test } from 'vitest';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { formatChf } from '#kernel/money.ts';
import { ApiClient, apiOf } from '#test/support/api-client.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** What a key issued ends with it, and counts against its limit: a stolen key is worth no more than one. */

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const OWN = '/api/me/api-keys';
const WITHIN_1_S = { timeout: 1_000, interval: 20 };
const clientOf = (key: string) => new ApiClient(rappen.url, { 'x-api-key': key });

interface Issued {
  readonly id: string;
  readonly key: string;
}

async function family(monthly?: bigint) {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const { mandateId, userId } = member;
  const { keyId, key } = await createApiKey(db, { mandateId, userId, name: 'issuer', scopes: SCOPES });
  if (monthly !== undefined)
    await setMonthlyLimit(db, { mandateId, scope: 'key', subjectId: keyId, monthly });
  return { member, keyId, api: clientOf(key), admin: await apiOf(rappen, member, SCOPES) };
}

async function issue(by: ApiClient, more: object = {}): Promise<Issued> {
  const { status, body } = await by.post(OWN, { name: 'issued', scopes: [...SCOPES], ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function call(key: string): Promise<number> {
  const { path, body } = WIRE_FORMATS.messages;
  const answer = await rappen.post(path, key, body);
  await answer.text();
  return answer.status;
}

async function chargesOf({ mandateId }: TestMember): Promise<bigint> {
  await rappen.settled();
  return -(await rappen.usage(mandateId)).reduce((sum, { amount }) => sum + amount, 0n);
}

describe('a limit', () => {
  test('is shared by all that the key issued: many keys spend no more than one', async () => {
    const { member, keyId, api } = await family();
    await call(member.key);
    const spentBefore = await chargesOf(member);
    const monthly = 6n * spentBefore;
    await setMonthlyLimit(db, { ...member, scope: 'key', subjectId: keyId, monthly });
    const monthlyLimitChf = formatChf(monthly);
    const keys = await Promise.all([1, 2, 3, 4].map(async () => (await issue(api, { monthlyLimitChf })).key));
    const statuses = await Promise.all(keys.flatMap((key) => [1, 2, 3, 4, 5, 6].map(() => call(key))));
    expect(statuses).toContain(200);
    const last = await Promise.all(keys.map(call));
    const spent = (await chargesOf(member)) - spentBefore;
    expect(spent).toBeGreaterThan(0n);
    expect(spent).toBeLessThanOrEqual(monthly);
    expect(last).toContain(402);
    const { body } = await clientOf(keys[0] ?? '').get('/api/billing/balance');
    // Its own is hardly used: what binds is that of the key which issued it.
    expect(body.spendable.limits).toMatchObject([{ source: 'key_limit', usedChf: formatChf(spent) }]);
    expect(await rappen.differences()).toEqual([]);
  });

  test('that is set later binds the keys that were issued before', async () => {
    const { member, keyId, api } = await family();
    const child = await issue(api);
    const grandchild = await issue(clientOf(child.key));
    expect(await call(grandchild.key)).toBe(200);
    await setMonthlyLimit(db, { ...member, scope: 'key', subjectId: keyId, monthly: 0n });
    await expect.poll(() => call(grandchild.key), WITHIN_1_S).toBe(402);
  });

  test('has one beside it in a row of keys, and no third, whichever is set last', async () => {
    const { member, keyId, api, admin } = await family();
    const child = await issue(api, { monthlyLimitChf: '8' });
    const grandchild = await issue(clientOf(child.key), { monthlyLimitChf: '7' });
    const third = { name: 'third', monthlyLimitChf: '6' };
    expect(await clientOf(grandchild.key).post(OWN, third)).toMatchObject({
      status: 409,
      body: { code: 'conflict', most_limits: 2 },
    });
    const limits = `/api/admin/mandates/${member.mandateId}/limits/keys`;
    const put = (id: string) => admin.send('PUT', `${limits}/${id}`, { monthlyChf: '9' });
    expect(await put(keyId)).toMatchObject({ status: 409, body: { most_limits: 2 } });
    expect(await put(child.id)).toMatchObject({ status: 200 });
    expect(await call(grandchild.key)).toBe(200);
  });
});

describe('the end of a key', () => {
  test('is that of all that it issued, and the audit log names them', async () => {
    const { member, keyId, api, admin } = await family();
    const child = await issue(api);
    const grandchild = await issue(clientOf(child.key));
    expect((await admin.get(`/api/admin/mandates/${member.mandateId}/api-keys`)).body.apiKeys).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: grandchild.id, issuedByKeyId: child.id }),
        expect.objectContaining({ id: keyId, issuedByKeyId: null }),
      ]),
    );
    const path = `/api/admin/mandates/${member.mandateId}/api-keys/${keyId}`;
    expect((await admin.send('DELETE', path)).status).toBe(204);
    for (const { key } of [child, grandchild]) await expect.poll(() => call(key), WITHIN_1_S).toBe(401);
    expect(await call(member.key)).toBe(200);
    const { body } = await admin.get('/api/admin/audit?action=api_key.revoked');
    expect(body.entries[0].after.revoked.toSorted()).toEqual([keyId, child.id, grandchild.id].toSorted());
  });

  test('leaves none behind that is issued at the same moment', async () => {
    for (let n = 0; n < 10; n++) {
      const { member, keyId, api, admin } = await family();
      const child = await issue(api);
      const path = `/api/admin/mandates/${member.mandateId}/api-keys`;
      await Promise.all([
        clientOf(child.key).post(OWN, { name: 'late' }),
        api.post(OWN, { name: 'late' }),
        admin.send('DELETE', `${path}/${keyId}`),
        clientOf(child.key).post(OWN, { name: 'later' }),
      ]);
      const { body } = await admin.get(path);
      const issued = body.apiKeys.filter(
        (key: { issuedByKeyId: string | null }) => key.issuedByKeyId !== null,
      );
      expect(issued.length).toBeGreaterThan(0);
      expect(new Set(issued.map((key: { state: string }) => key.state))).toEqual(new Set(['revoked']));
    }
  });
});

test('a member who is removed while he makes keys has none, also when he comes again', async () => {
  const { member, admin } = await family();
  const users = `/api/admin/mandates/${member.mandateId}/users`;
  for (let n = 0; n < 8; n++) {
    const leaver = await addMember(db, member.mandateId, 'mandate_admin');
    const api = await apiOf(rappen, leaver, SCOPES);
    const { body } = await admin.get(`${users}?limit=200`);
    const { email } = body.users.find(({ userId }: { userId: string }) => userId === leaver.userId);
    await Promise.all([
      ...[1, 2, 3].map(() => api.post(OWN, { name: 'late' })),
      admin.send('DELETE', `${users}/${leaver.userId}`),
    ]);
    expect(await admin.post(users, { email, role: 'mandate_admin' })).toMatchObject({ status: 201 });
    const keys = await admin.get(`/api/admin/mandates/${member.mandateId}/api-keys?user=${leaver.userId}`);
    const active = keys.body.apiKeys.filter(({ state }: { state: string }) => state === 'active');
    expect(active).toEqual([]);
    expect(await call(leaver.key)).toBe(401);
  }
});
