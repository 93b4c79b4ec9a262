import { beforeAll, expect, test } from 'vitest';
import type { Directives } from '#simulator/directives.ts';
import { type ApiClient, apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS, type WireFormatName } from '#test/support/wire-formats.ts';

/** A mandate of two who call in vain. */

const rappen = await startTestRappen({ timeouts: { headersMs: 400, bodyMs: 400 } });
const admin = await rappen.caller({ role: 'mandate_admin' });
const colleague = await addMember(rappen.context.database.db, admin.mandateId, 'user');
const adminApi = await apiOf(rappen, admin, scopesFor('mandate_admin'));
const userApi = await apiOf(rappen, colleague, scopesFor('user'));
const PATH = '/api/billing/uncharged-calls';

async function call(member: TestMember, name: WireFormatName, directives: Directives): Promise<Response> {
  const { provider, path, body } = WIRE_FORMATS[name];
  rappen.simulator.script({ provider, directives });
  const answer = await rappen.post(path, member.key, body);
  await answer.text();
  await rappen.settled();
  return answer;
}

async function read(api: ApiClient, query = '') {
  const { status, body } = await api.get(`${PATH}${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as {
    calls: number;
    groups: { provider: string; reason: string; calls: number }[];
    newest: { reason: string; userId: string; requestId: string }[];
  };
}

let begun: string;
let hung: Response;
beforeAll(async () => {
  begun = new Date().toISOString();
  await call(admin, 'messages', {});
  await call(admin, 'messages', { fault: 'overloaded' });
  await call(colleague, 'messages', { fault: 'overloaded' });
  await call(colleague, 'chat', { fault: 'rate_limited' });
  hung = await call(colleague, 'chat', { fault: 'hang' });
});

test('counts by provider and reason, and the newest with their users; calls that were charged are not among them', async () => {
  const { calls, groups, newest } = await read(adminApi);
  expect(calls).toBe(4);
  expect(groups).toEqual([
    { provider: 'anthropic', reason: 'provider_status_529', calls: 2 },
    { provider: 'openai', reason: 'provider_status_429', calls: 1 },
    { provider: 'openai', reason: 'unknown_cost', calls: 1 },
  ]);
  expect(newest.map(({ reason }) => reason)).toEqual([
    'unknown_cost',
    'provider_status_429',
    'provider_status_529',
    'provider_status_529',
  ]);
  expect(newest[0]).toMatchObject({
    provider: 'openai',
    model: WIRE_FORMATS.chat.body.model,
    userId: colleague.userId,
    userEmail: expect.stringContaining('@example.ch'),
    requestId: hung.headers.get('x-request-id'),
  });
});

test('a user sees his own alone', async () => {
  const { calls, groups, newest } = await read(userApi);
  expect(calls).toBe(3);
  expect(groups.find(({ provider }) => provider === 'anthropic')).toMatchObject({ calls: 1 });
  expect(new Set(newest.map(({ userId }) => userId))).toEqual(new Set([colleague.userId]));
});

test('within a range, which must not end before it begins', async () => {
  expect(await read(adminApi, `?from=${begun}`)).toMatchObject({ calls: 4 });
  expect(await read(adminApi, `?to=${begun}`)).toMatchObject({ calls: 0, groups: [], newest: [] });
  const answer = await adminApi.get(`${PATH}?from=${begun}&to=2026-01-01T00:00:00Z`);
  expect(answer).toMatchObject({ status: 422, body: { path: 'query.to' } });
});

test('a call of unknown cost that the operator charges is none of them any more; one that is written off stays', async () => {
  const operator = await operatorApi(rappen);
  const resolve = (answer: Response, amountChf: string) =>
    operator.post(
      `/api/admin/mandates/${admin.mandateId}/unknown-calls/hld_${answer.headers.get('x-rappen-transaction-id')?.slice(4)}`,
      { amountChf, reason: 'By their records' },
      { 'idempotency-key': `resolve-${amountChf}` },
    );
  const other = await call(admin, 'chat', { fault: 'hang' });
  expect((await resolve(hung, '0.01')).status).toBe(200);
  expect((await resolve(other, '0')).status).toBe(200);
  const { groups, newest } = await read(adminApi);
  expect(groups).toContainEqual({ provider: 'openai', reason: 'unknown_cost', calls: 1 });
  expect(newest.find(({ reason }) => reason === 'unknown_cost')).toMatchObject({ userId: admin.userId });
});
