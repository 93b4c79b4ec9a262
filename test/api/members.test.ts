import { expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { createUser } from '#identity/users/user.service.ts';
import { ApiClient, apiOf, operatorApi } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { newPerson } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const WITHIN_1_S = { timeout: 1_000, interval: 20 };

async function administrator() {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, SCOPES);
  return { ...member, api, users: `/api/admin/mandates/${member.mandateId}/users` };
}

test('an invited person is a member at once, and gets a link to set a password', async () => {
  const { api, users, mandateId } = await administrator();
  const invited = await api.post(users, { email: 'Anna@Muster.example', name: 'Anna', language: 'fr' });
  expect(invited).toMatchObject({
    status: 201,
    body: { email: 'anna@muster.example', name: 'Anna', role: 'user', state: 'invited', language: 'fr' },
  });
  const [mail] = await rappen.mailsTo('anna@muster.example');
  expect(mail).toMatchObject({ kind: 'invitation', mandateId, holdsSecret: true });
  expect(mail?.text).toMatch(/\/set-password\?token=/);
  const again = await api.post(users, { email: 'anna@muster.example' });
  expect(again).toMatchObject({ status: 409, body: { code: 'already_done' } });
  const { userId } = invited.body;
  expect(await api.post(`${users}/${userId}/invitation`)).toMatchObject({ status: 204 });
  expect(await rappen.mailsTo('anna@muster.example')).toHaveLength(2);
});

test('the answer does not tell whether the address is known elsewhere', async () => {
  const { api, users } = await administrator();
  const known = await newPerson(rappen, null);
  const [one, other] = [
    await api.post(users, { email: known.email }),
    await api.post(users, { email: 'nobody-knows@muster.example' }),
  ];
  expect(Object.keys(one.body)).toEqual(Object.keys(other.body));
  expect(one).toMatchObject({ status: other.status, body: { state: 'invited' } });
});

test('the list is searched by a part of the name or the address', async () => {
  const { api, users } = await administrator();
  await api.post(users, { email: 'berta@muster.example', name: 'Berta 100% Muster' });
  await api.post(users, { email: 'carl@other.example', name: 'Carl' });
  const found = async (q: string) =>
    (await api.get(`${users}?q=${encodeURIComponent(q)}`)).body.users.map(
      ({ name }: { name: string }) => name,
    );
  expect(await found('bert')).toEqual(['Berta 100% Muster']);
  expect(await found('OTHER.ex')).toEqual(['Carl']);
  expect(await found('0% m')).toEqual(['Berta 100% Muster']);
  expect(await found('%')).toEqual(['Berta 100% Muster']);
  expect(await found('nobody')).toEqual([]);
});

test('a list in pages has everybody once', async () => {
  const { api, users, mandateId } = await administrator();
  for (let n = 0; n < 5; n++) await addMember(db, mandateId);
  const seen: string[] = [];
  let path: string | undefined = `${users}?limit=2`;
  while (path !== undefined) {
    const { body } = await api.get(path);
    expect(body.users.length).toBeLessThanOrEqual(2);
    seen.push(...body.users.map(({ userId }: { userId: string }) => userId));
    path = body.nextCursor && `${users}?limit=2&cursor=${body.nextCursor}`;
  }
  expect(seen).toHaveLength(6);
  expect(new Set(seen).size).toBe(6);
  expect(await api.get(`${users}?cursor=bm9uc2Vuc2U`)).toMatchObject({
    status: 422,
    body: { path: 'query.cursor' },
  });
});

test('a member who is removed takes his keys along within a second; he can be invited again, without them', async () => {
  const { api, users, mandateId } = await administrator();
  const leaving = await addMember(db, mandateId);
  const his = new ApiClient(rappen.url, { 'x-api-key': leaving.key });
  expect((await his.get('/api/me')).status).toBe(200);
  const { body } = await api.get(`${users}?limit=200`);
  const { email } = body.users.find(({ userId }: { userId: string }) => userId === leaving.userId);
  expect(await api.send('DELETE', `${users}/${leaving.userId}`)).toMatchObject({ status: 204 });
  await expect.poll(async () => (await his.get('/api/me')).status, WITHIN_1_S).toBe(401);
  expect(await api.send('DELETE', `${users}/${leaving.userId}`)).toMatchObject({ status: 404 });
  expect(await api.post(users, { email })).toMatchObject({ status: 201, body: { userId: leaving.userId } });
  expect((await his.get('/api/me')).status).toBe(401);
});

test('two administrators who demote each other at the same time: one stays', async () => {
  const one = await administrator();
  const other = await addMember(db, one.mandateId, 'mandate_admin');
  const operator = await operatorApi(rappen);
  const demote = (userId: string) => operator.send('PATCH', `${one.users}/${userId}`, { role: 'user' });
  const statuses = (await Promise.all([demote(one.userId), demote(other.userId)])).map(
    ({ status }) => status,
  );
  expect(statuses.toSorted()).toEqual([200, 409]);
  const { body } = await operator.get(`${one.users}?limit=200`);
  const admins = body.users.filter(({ role }: { role: string }) => role === 'mandate_admin');
  expect(admins).toHaveLength(1);
  expect(await operator.send('DELETE', `${one.users}/${admins[0].userId}`)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
});

test('nobody gives a role above his own', async () => {
  const { api, users, userId } = await administrator();
  const asked = await api.send('PATCH', `${users}/${userId}`, { role: 'system_administrator' });
  expect(asked).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  expect(await api.post(users, { email: 'x@muster.example', role: 'system_administrator' })).toMatchObject({
    status: 403,
  });
  const operator = await operatorApi(rappen);
  const refused = { status: 422, body: { path: 'body.role' } };
  const role = 'system_administrator';
  expect(await operator.post(users, { email: 'x@muster.example', role })).toMatchObject(refused);
  expect(await operator.send('PATCH', `${users}/${userId}`, { role })).toMatchObject(refused);
  const helper = await addMember(db, ROOT_MANDATE_ID, 'mandate_admin');
  const inRoot = await apiOf(rappen, { ...helper, mandateId: ROOT_MANDATE_ID }, SCOPES);
  const rootUsers = `/api/admin/mandates/${ROOT_MANDATE_ID}/users`;
  const promoted = await inRoot.send('PATCH', `${rootUsers}/${helper.userId}`, {
    role: 'system_administrator',
  });
  expect(promoted).toMatchObject({ status: 403 });
  const rule = `/api/admin/mandates/${ROOT_MANDATE_ID}/roles/system_administrator/providers/openai`;
  for (const [method, rulesBody] of [
    ['PUT', { allowed: false }],
    ['DELETE', undefined],
  ] as const) {
    expect(await inRoot.send(method, rule, rulesBody)).toMatchObject({
      status: 403,
      body: { code: 'permission_denied' },
    });
  }
});

test.each(['mandateId', 'isOperator', 'balance', 'password', 'userId'])(
  'a field that is none of the body is refused: %s',
  async (field) => {
    const { api, users, userId } = await administrator();
    const body = { email: 'mass@muster.example', [field]: 'mnd_00000000-0000-7000-8000-000000000000' };
    expect(await api.post(users, body)).toMatchObject({ status: 422, body: { path: `body.${field}` } });
    const change = await api.send('PATCH', `${users}/${userId}`, { name: 'N', [field]: '1' });
    expect(change).toMatchObject({ status: 422, body: { path: `body.${field}` } });
  },
);

test('a mandate renames who belongs to it alone', async () => {
  const { api, users, mandateId } = await administrator();
  const shared = await newPerson(rappen);
  const userId = await transaction(db, (tx) =>
    createUser(tx, { mandateId, email: shared.email, role: 'user' }),
  );
  expect(await api.send('PATCH', `${users}/${userId}`, { name: 'Other' })).toMatchObject({
    status: 422,
    body: { path: 'body.name' },
  });
  const own = await addMember(db, mandateId);
  expect(await api.send('PATCH', `${users}/${own.userId}`, { name: 'Own' })).toMatchObject({
    status: 200,
    body: { name: 'Own' },
  });
});

test('a lost second factor is taken away by the administrator; of a member of other mandates by the operator alone', async () => {
  const { api, users, mandateId } = await administrator();
  const withFactor = async (userId: string) => {
    const { pool } = rappen.database.openOwner(1);
    await pool.query('update app_user set two_factor_enabled = true where id = $1', [userId.slice(4)]);
    return `${users}/${userId}/second-factor`;
  };
  const own = await withFactor((await addMember(db, mandateId)).userId);
  expect(await api.send('DELETE', own)).toMatchObject({ status: 204 });
  expect(await api.send('DELETE', own)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const shared = await newPerson(rappen);
  await transaction(db, (tx) => createUser(tx, { mandateId, email: shared.email, role: 'user' }));
  const path = await withFactor(shared.userId);
  expect(await api.send('DELETE', path)).toMatchObject({ status: 403 });
  expect(await (await operatorApi(rappen)).send('DELETE', path)).toMatchObject({ status: 204 });
});

test('a search finds parts of names and addresses, whatever the case, and takes every sign as itself', async () => {
  const { api, users } = await administrator();
  for (const [email, name] of [
    ['ada@search.example', 'Ada 100% Byron'],
    ['bob_b@search.example', 'Bob'],
  ])
    await api.post(users, { email, name });
  const found = async (q: string) => {
    const { body } = await api.get(`${users}?q=${encodeURIComponent(q)}`);
    return body.users.map(({ name }: { name: string }) => name);
  };
  expect(await found('bYRON')).toEqual(['Ada 100% Byron']);
  expect(await found('search.example')).toHaveLength(2);
  expect(await found('0%')).toEqual(['Ada 100% Byron']);
  expect(await found('b_b')).toEqual(['Bob']);
  expect(await found('nobody')).toEqual([]);
});

test('one user by his id, and nobody of another mandate', async () => {
  const { api, users } = await administrator();
  const { body } = await api.post(users, { email: 'single@search.example' });
  expect((await api.get(`${users}/${body.userId}`)).body).toEqual(body);
  const stranger = await newPerson(rappen);
  expect(await api.get(`${users}/${stranger.userId}`)).toMatchObject({ status: 404 });
});
