import { describe, expect, test } from 'vitest';
import type { Scope } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { newId } from '#kernel/id.ts';
import { type ApiClient, apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { bookingPath, cashierAt } from '#test/support/cash-desk.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const { db } = rappen.context.database;
const path = bookingPath;
const key = (name: string) => ({ 'idempotency-key': name });

describe('bad amounts are refused by their path before anything is done', () => {
  const WRONG = [
    '-1', '0', '0.0', '-0', 'NaN', 'Infinity', '1e400', '1e3', '0.0000000001', '9223372036.854775808', '9223372036854775808',
    '', ' 1', '1,5', '0x10', '١', 1, 1.5, -1, 0, null, true, [], {}, '1'.repeat(400),
  ]; // biome-ignore format: one list
  test.each(WRONG.map((amount) => [JSON.stringify(amount).slice(0, 40), amount] as const))(
    '%s',
    async (_name, amountChf) => {
      const { mandateId, userId } = await rappen.caller({ balance: '0' });
      const bodies: Record<string, object> = {
        credits: { amountChf, description: 'x' },
        payments: { amountChf, description: 'x' },
        refunds: { amountChf, topUpId: newId('txn'), reason: 'x' },
        transfers: { amountChf, userId, direction: 'to_user', reason: 'x' },
      };
      if (amountChf !== '-1') bodies.adjustments = { amountChf, reason: 'x' };
      for (const [what, body] of Object.entries(bodies)) {
        expect(await operator.post(path(mandateId, what), body, key('k')), what).toMatchObject({
          status: 422,
          body: { code: 'invalid_request', path: 'body.amountChf' },
        });
      }
      expect(await cashier.audit(mandateId)).toEqual([]);
    },
  );

  test('JSON numbers that are none are refused as JSON', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    for (const number of ['NaN', '1e400', '-Infinity']) {
      const body = `{"amountChf": ${number}, "description": "x"}`;
      expect((await operator.post(path(mandateId, 'credits'), body, key('k'))).status).toBe(422);
    }
  });

  test('what would not fit into an account, an unknown field, a reason that is none', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    const credit = (body: object, name: string) => operator.post(path(mandateId, 'credits'), body, key(name));
    await cashier.topUp(mandateId, '9223372036.854775807', 'most');
    const one = { amountChf: '0.000000001', description: 'x' };
    expect(await credit(one, 'b')).toMatchObject({ status: 422, body: { path: 'body.amountChf' } });
    expect(await credit({ ...one, balance: '5' }, 'c')).toMatchObject({ body: { path: 'body.balance' } });
    for (const description of ['', '   ', 'a\u0000b', 'x'.repeat(501), undefined]) {
      const answer = await credit({ ...one, description }, 'd');
      expect(answer).toMatchObject({ status: 422, body: { path: 'body.description' } });
    }
    const back = { amountChf: '-9223372036.854775807', reason: 'x' };
    expect((await operator.post(path(mandateId, 'adjustments'), back, key('e'))).status).toBe(201);
  });
});

describe('who may', () => {
  const CHANGES = ['credits', 'payments', 'adjustments', 'refunds'];
  const bodyOf = (what: string) =>
    what === 'refunds'
      ? { amountChf: '1', topUpId: newId('txn'), reason: 'x' }
      : { amountChf: '1', [what === 'adjustments' ? 'reason' : 'description']: 'x' };

  test("a leaked operator's key without billing:write changes nothing, without billing:read sees nothing", async () => {
    const { mandateId } = await rappen.caller();
    const scopes: readonly Scope[] = ['call', 'billing:read', 'admin'];
    const reader = await operatorApi(rappen, scopes);
    const caller = await operatorApi(rappen, ['call']);
    const writer = await operatorApi(rappen, ['call', 'billing:write', 'admin']);
    const denied = { status: 403, body: { code: 'scope_missing' } };
    for (const what of [...CHANGES, 'transfers']) {
      expect(await reader.post(path(mandateId, what), bodyOf(what), key('k')), what).toMatchObject(denied);
    }
    for (const api of [caller, writer]) {
      expect(await api.get(path(mandateId, 'credits'))).toMatchObject(denied);
    }
    expect(await reader.get(path(mandateId, 'credits'))).toMatchObject({ status: 200 });
    expect((await rappen.pool(mandateId)).posted).toBe(10_000_000_000n);
  });

  test("an administrator of the mandate can do none of the operator's, a user and a viewer nothing at all", async () => {
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const { mandateId } = admin;
    const clients: ApiClient[] = [await apiOf(rappen, admin, scopesFor('mandate_admin'))];
    for (const role of ['user', 'viewer'] as const) {
      clients.push(await apiOf(rappen, await addMember(db, mandateId, role), scopesFor(role)));
    }
    for (const what of CHANGES) {
      for (const api of clients) {
        expect((await api.post(path(mandateId, what), bodyOf(what), key('k'))).status, what).toBe(403);
      }
    }
    expect(await clients[0]?.get(path(mandateId, 'credits'))).toMatchObject({ status: 200 });
    expect(await clients[1]?.get(path(mandateId, 'credits'))).toMatchObject({ status: 403 });
    expect(await clients[2]?.get(path(mandateId, 'credits'))).toMatchObject({ status: 200 });
    expect(await clients[0]?.get(path(ROOT_MANDATE_ID, 'credits'))).toMatchObject({ status: 404 });
  });
});

test('the recount finds nothing after all this', async () => {
  expect(await rappen.differences()).toEqual([]);
});
