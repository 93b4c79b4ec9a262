import { expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { uuidOf } from '#kernel/id.ts';
import { apiOf } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const { db, pool } = rappen.context.database;

test('nobody gives himself a higher role: not the operator in a mandate where he is a user', async () => {
  const { mandateId } = await rappen.caller({ role: 'mandate_admin' });
  const { userId } = await addMember(db, ROOT_MANDATE_ID, 'system_administrator');
  const operator = await apiOf(rappen, { mandateId: ROOT_MANDATE_ID, userId }, SCOPES);
  await pool.query("insert into membership (mandate_id, user_id, role) values ($1, $2, 'user')", [
    uuidOf(mandateId),
    uuidOf(userId),
  ]);
  const path = `/api/admin/mandates/${mandateId}/users/${userId}`;
  expect(await operator.send('PATCH', path, { role: 'mandate_admin' })).toMatchObject({
    status: 403,
    body: { code: 'permission_denied' },
  });
  expect(await operator.send('PATCH', path, { role: 'viewer' })).toMatchObject({
    status: 200,
    body: { role: 'viewer' },
  });
});

test('an administrator of the root mandate makes nobody a system administrator, and takes no such role away', async () => {
  const { userId } = await addMember(db, ROOT_MANDATE_ID, 'mandate_admin');
  const chief = await addMember(db, ROOT_MANDATE_ID, 'system_administrator');
  const api = await apiOf(rappen, { mandateId: ROOT_MANDATE_ID, userId }, SCOPES);
  const users = `/api/admin/mandates/${ROOT_MANDATE_ID}/users`;
  const role = 'system_administrator';
  for (const answer of [
    await api.send('PATCH', `${users}/${userId}`, { role }),
    await api.post(users, { email: 'new-chief@example.ch', role }),
    await api.send('PATCH', `${users}/${chief.userId}`, { role: 'user' }),
    await api.send('DELETE', `${users}/${chief.userId}`),
  ]) {
    expect(answer).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  }
});
