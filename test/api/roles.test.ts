import { expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { apiOf } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const WITHIN_1_S = { timeout: 1_000, interval: 20 };

const member = await rappen.caller({ role: 'mandate_admin' });
const api = await apiOf(rappen, member, SCOPES);
const user = await addMember(db, member.mandateId);
const mandate = `/api/admin/mandates/${member.mandateId}`;
const rule = `${mandate}/roles/user/providers/openai`;

async function statusOfCall(): Promise<number> {
  const { path, body } = WIRE_FORMATS.chat;
  const answer = await rappen.post(path, user.key, body);
  await answer.text();
  return answer.status;
}

async function verdict() {
  const { body } = await api.get(`${mandate}/users/${user.userId}/abilities`);
  return body.providers.find(({ provider }: { provider: string }) => provider === 'openai');
}

test('a mandate has three roles, and says of each provider why it may be used', async () => {
  const { body } = await api.get(`${mandate}/roles`);
  expect(body.roles.map(({ role }: { role: string }) => role)).toEqual(['mandate_admin', 'user', 'viewer']);
  const viewer = body.roles.at(-1);
  expect(viewer.providers).toContainEqual(
    expect.objectContaining({ provider: 'openai', allowed: false, because: 'never_for_this_role' }),
  );
  expect(await verdict()).toMatchObject({
    allowed: true,
    because: 'allowed_by_rule',
    rule: 'resource.aicore.*',
  });
});

test('a provider that is denied is refused within a second; without the rule it is as before', async () => {
  expect(await statusOfCall()).toBe(200);
  expect(await api.send('PUT', rule, { allowed: false })).toMatchObject({
    status: 200,
    body: { role: 'user' },
  });
  await expect.poll(statusOfCall, WITHIN_1_S).toBe(403);
  expect(await verdict()).toMatchObject({
    allowed: false,
    because: 'denied_by_rule',
    rule: 'resource.aicore.openai',
  });
  expect(await api.send('DELETE', rule)).toMatchObject({ status: 200 });
  await expect.poll(statusOfCall, WITHIN_1_S).toBe(200);
});

test('a single model', async () => {
  const model = WIRE_FORMATS.chat.body.model;
  expect(await api.send('PUT', `${rule}/models/${model}`, { allowed: false })).toMatchObject({ status: 200 });
  await expect.poll(statusOfCall, WITHIN_1_S).toBe(403);
  expect(await verdict()).toMatchObject({ allowed: true, deniedModels: [model] });
  expect(await api.send('DELETE', `${rule}/models/${model}`)).toMatchObject({ status: 200 });
  await expect.poll(statusOfCall, WITHIN_1_S).toBe(200);
});

test.each([
  ['a role that may never call', 'PUT', `${mandate}/roles/viewer/providers/openai`, 422],
  ['a role that this mandate has not', 'PUT', `${mandate}/roles/system_administrator/providers/openai`, 404],
  ['a provider that is none', 'PUT', `${mandate}/roles/user/providers/nobody`, 404],
  ['a model that is none', 'PUT', `${rule}/models/nothing`, 404],
  ['a model that would be all', 'PUT', `${mandate}/roles/user/providers/tavily/models/*`, 422],
])('%s is refused', async (_what, method, path, status) => {
  const answer = await api.send(method, path, { allowed: true });
  expect(answer.status).toBe(status);
  if (status === 422) expect(answer.body.path).toMatch(/^path\./);
});

test('the roles come with what there can be rules about', async () => {
  const { body } = await api.get(`${mandate}/roles`);
  const openai = body.offered.find(({ provider }: { provider: string }) => provider === 'openai');
  expect(openai.models.length).toBeGreaterThan(0);
  for (const model of openai.models) {
    const path = `${rule}/models/${encodeURIComponent(model)}`;
    expect(await api.send('PUT', path, { allowed: true })).toMatchObject({ status: 200 });
  }
});
