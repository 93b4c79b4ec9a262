import { expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { apiOf, operatorApi } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';

/** In which mandate a request acts: the key's own, unless the operator names another. */
const rappen = await startTestRappen();
const BALANCE = '/api/billing/balance';

const member = await rappen.caller({ role: 'mandate_admin' });
const other = await rappen.caller();
const api = await apiOf(rappen, member, SCOPES);

test("a key's own mandate may be named, in the query or in the header", async () => {
  for (const path of [BALANCE, `${BALANCE}?mandate=${member.mandateId}`]) {
    expect(await api.get(path)).toMatchObject({ status: 200 });
    expect(await api.get(path, { 'x-rappen-mandate': member.mandateId })).toMatchObject({ status: 200 });
  }
});

test.each([
  ["another's", other.mandateId],
  ['one that does not exist', 'mnd_00000000-0000-7000-8000-00000000dead'],
  ['what is none', 'mnd_1'],
  ['SQL', "' or 1=1 --"],
  ['another kind of id', member.userId],
])('%s is the same 404', async (_what, mandate) => {
  const named = await api.get(`${BALANCE}?mandate=${encodeURIComponent(mandate)}`);
  expect(named).toMatchObject({
    status: 404,
    body: { code: 'not_found', title: 'There is no such mandate.' },
  });
  expect(await api.get(BALANCE, { 'x-rappen-mandate': mandate })).toMatchObject({ status: 404 });
});

test('two different ones at once are refused, also where one is right', async () => {
  const named = await api.get(`${BALANCE}?mandate=${member.mandateId}`, {
    'x-rappen-mandate': other.mandateId,
  });
  expect(named).toMatchObject({ status: 422, body: { path: 'query.mandate' } });
  const twice = await api.get(`${BALANCE}?mandate=${member.mandateId}&mandate=${other.mandateId}`);
  expect(twice).toMatchObject({ status: 422, body: { path: 'query.mandate' } });
});

test('the operator acts in whichever he names; one that does not exist is a 404 for him too', async () => {
  const operator = await operatorApi(rappen);
  expect(await operator.get(`${BALANCE}?mandate=${other.mandateId}`)).toMatchObject({ status: 200 });
  const nowhere = await operator.get(`${BALANCE}?mandate=mnd_00000000-0000-7000-8000-00000000dead`);
  expect(nowhere).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test("the operator's key that may only call reads no other mandate", async () => {
  const operator = await operatorApi(rappen, ['call']);
  const answer = await operator.get(`${BALANCE}?mandate=${other.mandateId}`);
  expect(answer).toMatchObject({ status: 403, body: { code: 'scope_missing', scope: 'billing:read' } });
});
