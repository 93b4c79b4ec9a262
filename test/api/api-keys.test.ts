import { describe, expect, test } from 'vitest';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { type ApiAnswer, ApiClient, apiOf, operatorApi } from '#test/support/api-client.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const WITHIN_1_S = { timeout: 1_000, interval: 20 };
const MINE = '/api/me/api-keys';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function administrator() {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, SCOPES);
  return { ...member, api, keys: `/api/admin/mandates/${member.mandateId}/api-keys` };
}

async function statusOfCall(key: string, format: keyof typeof WIRE_FORMATS = 'chat'): Promise<number> {
  const { path, body } = WIRE_FORMATS[format];
  const answer = await rappen.post(path, key, body);
  await answer.text();
  return answer.status;
}

async function isKnown(key: string): Promise<boolean> {
  return (await new ApiClient(rappen.url, { 'x-api-key': key }).get('/api/me')).status === 200;
}

const idsOf = ({ body }: ApiAnswer): string[] => body.apiKeys.map(({ id }: { id: string }) => id);

async function auditOf(api: ApiClient, subject: string) {
  const { body } = await api.get('/api/admin/audit?limit=200');
  return body.entries.filter((entry: { subject: string }) => entry.subject === subject);
}

describe("one's own keys", () => {
  test('a user who is signed in makes a key, calls with it, renames and revokes it', async () => {
    const { mandateId, api: admin } = await administrator();
    const { api, userId } = await signedInMember(rappen, mandateId, 'user');
    const asked = { name: ' Script ', providers: ['openai', 'openai'], monthlyLimitChf: '5.50' };
    const { status, body, headers } = await api.post(MINE, { ...asked, expiresAt: inDays(30) });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    const { key, ...listed } = body;
    expect(key).toMatch(/^rpn_/);
    expect(listed).toMatchObject({
      name: 'Script',
      last4: key.slice(-4),
      state: 'active',
      scopes: ['call'],
      providers: ['openai'],
      monthlyLimitChf: '5.500000000',
      revokedAt: null,
    });
    expect(await statusOfCall(key)).toBe(200);
    expect(await statusOfCall(key, 'messages')).toBe(403);
    const list = await api.get(MINE);
    expect(list.body.apiKeys).toEqual([{ ...listed, lastUsedAt: expect.any(String) }]);
    expect(JSON.stringify(list.body)).not.toContain(key);

    const renamed = await api.send('PATCH', `${MINE}/${body.id}`, { name: 'Nightly' });
    expect(renamed).toMatchObject({
      status: 200,
      body: { ...listed, name: 'Nightly', lastUsedAt: expect.any(String) },
    });
    expect(await api.send('DELETE', `${MINE}/${body.id}`)).toMatchObject({ status: 204 });
    await expect.poll(() => isKnown(key), WITHIN_1_S).toBe(false);
    expect(await statusOfCall(key)).toBe(401);
    const [revoked] = (await api.get(MINE)).body.apiKeys;
    expect(revoked).toMatchObject({ state: 'revoked', revokedAt: expect.any(String) });
    expect(await api.send('DELETE', `${MINE}/${body.id}`)).toMatchObject({ status: 204 });
    expect((await api.get(MINE)).body.apiKeys[0].revokedAt).toBe(revoked.revokedAt);

    const entries = await auditOf(admin, body.id);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      'api_key.revoked',
      'api_key.renamed',
      'api_key.issued',
    ]);
    expect(entries[2]).toMatchObject({
      by: { userId, apiKeyId: null },
      before: null,
      after: {
        userId,
        name: 'Script',
        scopes: ['call'],
        providers: ['openai'],
        monthlyLimitChf: '5.500000000',
      },
    });
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  test('the mandate is the one that is named, and nobody has a key where he is no member', async () => {
    const { mandateId } = await administrator();
    const other = await administrator();
    const { api } = await signedInMember(rappen, mandateId, 'user');
    const there = await api.post(`${MINE}?mandate=${other.mandateId}`, { name: 'Foreign' });
    expect(there).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const operator = await operatorApi(rappen);
    const asOperator = await operator.post(`${MINE}?mandate=${mandateId}`, { name: 'Foreign' });
    expect(asOperator).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const own = await operator.post(`${MINE}?mandate=${ROOT_MANDATE_ID}`, { name: 'Own' });
    expect(own).toMatchObject({ status: 201 });
    expect(await api.post(`${MINE}?mandate=${mandateId}`, { name: 'Mine' })).toMatchObject({ status: 201 });
  });

  test("a colleague's key is a 404 here, for an administrator too", async () => {
    const { mandateId, api } = await administrator();
    const colleague = await addMember(db, mandateId);
    const path = `${MINE}/${colleague.keyId}`;
    for (const [method, body] of [
      ['PATCH', { name: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      expect(await api.send(method, path, body)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(idsOf(await api.get(`${MINE}?limit=200`))).not.toContain(colleague.keyId);
    expect(await statusOfCall(colleague.key)).toBe(200);
  });

  test('a list in pages has every key once, the newest first', async () => {
    const { api } = await administrator();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await api.post(MINE, { name: `${n}` })).body.id);
    const seen: string[] = [];
    let path: string | undefined = `${MINE}?limit=2`;
    while (path !== undefined) {
      const answer = await api.get(path);
      seen.push(...idsOf(answer));
      path = answer.body.nextCursor && `${MINE}?limit=2&cursor=${answer.body.nextCursor}`;
    }
    expect(seen.slice(0, 5)).toEqual(made);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  test('101 keys at once: at most 100 live ones; a revoked or expired one makes room', async () => {
    const { mandateId } = await administrator();
    // Signed in: what a key issues, one after the other, would be no race.
    const { api } = await signedInMember(rappen, mandateId, 'user');
    const answers = await Promise.all(
      Array.from({ length: 101 }, (_, n) => api.post(MINE, { name: `Key ${n}` })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(100);
    for (const { status, body } of answers.filter((answer) => !made.includes(answer))) {
      expect({ status, code: body.code, most: body.most }).toEqual({
        status: 409,
        code: 'conflict',
        most: 100,
      });
    }
    await api.send('DELETE', `${MINE}/${made[0]?.body.id}`);
    expect(await api.post(MINE, { name: 'In its place' })).toMatchObject({ status: 201 });
    expect(await api.post(MINE, { name: 'Too many' })).toMatchObject({ status: 409 });
    await rappen.context.database.pool.query(
      "update api_key set expires_at = now() - interval '1 s' where mandate_id = $1 and key_id = $2",
      [mandateId.slice(4), made[1]?.body.id.slice(4)],
    );
    expect(await api.post(MINE, { name: 'In its place too' })).toMatchObject({ status: 201 });
    expect(await api.post(MINE, { name: 'Too many again' })).toMatchObject({ status: 409 });
    const colleague = await addMember(db, mandateId, 'mandate_admin');
    expect(await (await apiOf(rappen, colleague, SCOPES)).post(MINE, { name: 'His' })).toMatchObject({
      status: 201,
    });
  });

  test.each([
    ['userId', 'usr_00000000-0000-7000-8000-000000000001'],
    ['mandateId', ROOT_MANDATE_ID],
    ['role', 'system_administrator'],
    ['key', 'rpn_chosen'],
    ['revokedAt', null],
  ])('a field that is none of the body is refused: %s', async (field, value) => {
    const { api, keyId } = await administrator();
    for (const [method, path] of [
      ['POST', MINE],
      ['PATCH', `${MINE}/${keyId}`],
    ] as const) {
      const answer = await api.send(method, path, { name: 'Mass', [field]: value });
      expect(answer).toMatchObject({ status: 422, body: { path: `body.${field}` } });
    }
  });

  test.each([
    ['no name', { name: '' }, 'body.name'],
    ['a long name', { name: 'x'.repeat(201) }, 'body.name'],
    ['two lines', { name: 'a\nb' }, 'body.name'],
    ['no scope', { scopes: [] }, 'body.scopes'],
    ['a scope that is none', { scopes: ['root'] }, 'body.scopes[0]'],
    ['no provider', { providers: [] }, 'body.providers'],
    ['a provider that is none', { providers: ['openai', 'nobody'] }, 'body.providers[1]'],
    ['a past end', { expiresAt: '2020-01-01T00:00:00Z' }, 'body.expiresAt'],
    ['an end without a zone', { expiresAt: '2099-01-01T00:00:00' }, 'body.expiresAt'],
    ['an end in ten thousand years', { expiresAt: '9999-01-01T00:00:00Z' }, 'body.expiresAt'],
    ['a negative limit', { monthlyLimitChf: '-1' }, 'body.monthlyLimitChf'],
    ['a limit beyond the ledger', { monthlyLimitChf: '1000000000.000000001' }, 'body.monthlyLimitChf'],
    ['a limit as a number', { monthlyLimitChf: 5 }, 'body.monthlyLimitChf'],
  ])('%s is refused by its path', async (_what, fields, path) => {
    const { api } = await administrator();
    const answer = await api.post(MINE, { name: 'Key', ...fields });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request', path } });
  });

  test("the role narrows the scopes: a user's key is no administrator's", async () => {
    const { mandateId } = await administrator();
    for (const role of ['user', 'viewer'] as const) {
      const { api } = await signedInMember(rappen, mandateId, role);
      for (const scope of ['admin', 'billing:write']) {
        const refused = await api.post(MINE, { name: 'More', scopes: ['call', scope] });
        expect(refused).toMatchObject({ status: 422, body: { path: 'body.scopes[1]' } });
      }
    }
  });
});

describe('the keys of a mandate', () => {
  async function withColleague(): Promise<
    Awaited<ReturnType<typeof administrator>> & { colleague: TestMember }
  > {
    const admin = await administrator();
    return { ...admin, colleague: await addMember(db, admin.mandateId) };
  }

  test('its administrator sees all, with whose they are, and revokes them', async () => {
    const { api, keys, mandateId, colleague } = await withColleague();
    const limit = { mandateId, scope: 'key', subjectId: colleague.keyId } as const;
    await setMonthlyLimit(db, { ...limit, monthly: chf('7') });
    const { body } = await api.get(keys);
    expect(body.apiKeys).toHaveLength(3);
    const his = body.apiKeys.find(({ id }: { id: string }) => id === colleague.keyId);
    expect(his).toMatchObject({
      user: { id: colleague.userId, email: expect.stringContaining('@'), name: expect.any(String) },
      last4: colleague.key.slice(-4),
      monthlyLimitChf: '7.000000000',
      state: 'active',
    });
    expect(JSON.stringify(body)).not.toContain(colleague.key);
    expect(idsOf(await api.get(`${keys}?user=${colleague.userId}`))).toEqual([colleague.keyId]);
    expect(await statusOfCall(colleague.key)).toBe(200);
    expect(await api.send('DELETE', `${keys}/${colleague.keyId}`)).toMatchObject({ status: 204 });
    await expect.poll(() => isKnown(colleague.key), WITHIN_1_S).toBe(false);
    expect(await statusOfCall(colleague.key)).toBe(401);
    expect(await api.send('DELETE', `${keys}/${colleague.keyId}`)).toMatchObject({ status: 204 });
    expect(await auditOf(api, colleague.keyId)).toMatchObject([
      { action: 'api_key.revoked', before: { userId: colleague.userId, name: 'test' } },
    ]);
  });

  test("another mandate's key is not there", async () => {
    const { api, keys } = await administrator();
    const stranger = await rappen.caller();
    expect(await api.send('DELETE', `${keys}/${stranger.keyId}`)).toMatchObject({ status: 404 });
    expect((await api.get(`${keys}?user=${stranger.userId}`)).body.apiKeys).toEqual([]);
    expect(await statusOfCall(stranger.key)).toBe(200);
  });

  test('who is removed while keys are issued to him has none when he comes back', async () => {
    const { api, mandateId } = await administrator();
    const leaving = await signedInMember(rappen, mandateId, 'user');
    const users = `/api/admin/mandates/${mandateId}/users`;
    const [removed, ...made] = await Promise.all([
      api.send('DELETE', `${users}/${leaving.userId}`),
      ...Array.from({ length: 10 }, (_, n) => leaving.api.post(MINE, { name: `${n}` })),
    ]);
    expect(removed.status).toBe(204);
    expect(await api.post(users, { email: leaving.email })).toMatchObject({ status: 201 });
    for (const { status, body } of made) {
      if (status === 201) await expect.poll(() => isKnown(body.key), WITHIN_1_S).toBe(false);
      else expect([403, 404]).toContain(status);
    }
    const { body } = await api.get(`/api/admin/mandates/${mandateId}/api-keys?user=${leaving.userId}`);
    for (const { state } of body.apiKeys) expect(state).toBe('revoked');
  });
});

test('a key tells when it was last charged for a call', async () => {
  const { api, keys, key, keyId, mandateId } = await administrator();
  const lastUsedAt = async () => {
    const { body } = await api.get(keys);
    return body.apiKeys.find(({ id }: { id: string }) => id === keyId).lastUsedAt;
  };
  expect(await lastUsedAt()).toBeNull();
  expect(await statusOfCall(key)).toBe(200);
  await rappen.settled();
  const [booking] = await rappen.usage(mandateId);
  expect(await lastUsedAt()).toBe(booking?.at.toISOString());
});
