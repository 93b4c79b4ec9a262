import { describe, expect, test } from 'vitest';
import { findWallet } from '#billing/accounts/account.store.ts';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { type ApiClient, apiOf, operatorApi } from '#test/support/api-client.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';
import { holdRequest } from '#test/support/test-ledger.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const operator = await operatorApi(rappen);

const change = (mandateId: MandateId, body: object) =>
  operator.send('PATCH', `/api/admin/mandates/${mandateId}`, body);
const close = (mandateId: MandateId, remainingChf: string) =>
  change(mandateId, { status: 'closed', remainingChf });

async function walletOf(mandateId: MandateId) {
  return must(await findWallet(db, mandateId, undefined), 'the pool');
}

describe('closing', () => {
  test('needs the balance that is left, exactly', async () => {
    const { mandateId } = await rappen.caller({ balance: '7.25' });
    const left = { remainingChf: '7.250000000', openHolds: 0 };
    for (const body of [
      { status: 'closed' },
      { status: 'closed', remainingChf: '7.250000001' },
      { status: 'closed', remainingChf: '0' },
    ]) {
      expect(await change(mandateId, body)).toMatchObject({
        status: 409,
        body: { code: 'conflict', ...left },
      });
    }
    expect(await close(mandateId, '7.25')).toMatchObject({ status: 200, body: { status: 'closed' } });
  });

  test('waits for open holds', async () => {
    const member = await rappen.caller();
    const walletId = await walletOf(member.mandateId);
    const hold = holdRequest({ ...member, apiKeyId: member.keyId, walletId, limits: [] }, 1_000n);
    await rappen.context.ledger.authorize(hold);
    expect(await close(member.mandateId, '10')).toMatchObject({
      status: 409,
      body: { openHolds: 1, remainingChf: '10.000000000' },
    });
    await rappen.context.ledger.void(member.mandateId, hold.holdId, 'over');
    expect((await close(member.mandateId, '10')).status).toBe(200);
  });

  test('is nothing for the root mandate, nor is suspending', async () => {
    for (const body of [{ status: 'suspended' }, { status: 'closed', remainingChf: '0' }]) {
      expect((await change(ROOT_MANDATE_ID, body)).status).toBe(422);
    }
  });
});

describe('a closed mandate', () => {
  test.each(['prepaid_mandate', 'postpaid', 'unlimited'] as const)(
    'holds nothing, on a process too that has not heard of it: %s',
    async (model) => {
      const member = await rappen.caller({ model, balance: '5', creditLimit: '3' });
      const { mandateId } = member;
      const walletId = await walletOf(mandateId);
      expect((await close(mandateId, '5')).status).toBe(200);
      const spender = { ...member, apiKeyId: member.keyId, walletId, limits: [] };
      // Past every check of the gateway: what a call does that was let in a moment ago.
      expect(await rappen.context.ledger.authorize(holdRequest(spender, 1n))).toMatchObject({
        outcome: 'refused',
        available: 0n,
      });
      await change(mandateId, { status: 'active' });
      expect(await rappen.context.ledger.authorize(holdRequest(spender, 1n))).toMatchObject({
        outcome: 'granted',
      });
      expect(await rappen.differences()).toEqual([]);
    },
  );

  test('gets no top-up; what is left can be paid out, and what it owes be paid', async () => {
    const { mandateId } = await rappen.caller({ balance: '5' });
    const walletId = await walletOf(mandateId);
    const owes = await rappen.caller({ model: 'postpaid', balance: '0', creditLimit: '3' });
    const debt = { mandateId: owes.mandateId, walletId: await walletOf(owes.mandateId) };
    await post(db, { ...debt, type: 'adjustment', amount: -chf('2'), idempotencyKey: 'a' });
    await Promise.all([close(mandateId, '5'), close(owes.mandateId, '-2')]);
    await expect(topUp(db, { mandateId, amount: 1n, idempotencyKey: 'late' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const out = { mandateId, walletId, type: 'adjustment' } as const;
    await expect(
      post(db, { ...out, amount: -chf('5') - 1n, idempotencyKey: 'too much' }),
    ).rejects.toMatchObject({ code: 'insufficient_balance' });
    await post(db, { ...out, amount: -chf('5'), idempotencyKey: 'out' });
    await post(db, { ...debt, type: 'payment', amount: chf('2'), idempotencyKey: 'paid' });
    expect((await rappen.pool(mandateId)).posted).toBe(0n);
    expect((await rappen.pool(owes.mandateId)).posted).toBe(0n);
    expect(await rappen.differences()).toEqual([]);
  });

  test('has keys that are none any more, until it is opened again', async () => {
    const member = await rappen.caller({ role: 'mandate_admin' });
    const api = await apiOf(rappen, member, SCOPES);
    expect((await api.get('/api/me')).status).toBe(200);
    await close(member.mandateId, '10');
    const within = { timeout: 1_000, interval: 20 };
    await expect.poll(async () => (await api.get('/api/me')).status, within).toBe(401);
    const { path, body } = WIRE_FORMATS.messages;
    expect((await rappen.post(path, member.key, body)).status).toBe(401);
    await change(member.mandateId, { status: 'suspended' });
    await expect.poll(async () => (await api.get('/api/me')).status, within).toBe(200);
    expect((await rappen.post(path, member.key, body)).status).toBe(403);
    await change(member.mandateId, { status: 'active' });
    await expect.poll(async () => (await rappen.post(path, member.key, body)).status, within).toBe(200);
  });

  test('is told of in the audit log, with what was left', async () => {
    const { mandateId } = await rappen.caller({ balance: '1.5' });
    await close(mandateId, '1.5');
    const { body } = await operator.get(`/api/admin/audit?mandate=${mandateId}&action=mandate.changed`);
    expect(body.entries[0]).toMatchObject({
      before: { status: 'active' },
      after: { status: 'closed', balanceChf: '1.500000000' },
    });
  });
});

test('a top-up and a closing at once: the closing knows of it, or it does not happen', async () => {
  for (let n = 0; n < 15; n++) {
    const { mandateId } = await rappen.caller({ balance: '5' });
    const [closed] = await Promise.all([
      close(mandateId, '5'),
      topUp(db, { mandateId, amount: 1n, idempotencyKey: 'race' }).catch((error) => error),
    ]);
    const { posted } = await rappen.pool(mandateId);
    expect([closed.status, posted]).toEqual(closed.status === 200 ? [200, chf('5')] : [409, chf('5') + 1n]);
  }
});

test('calls and a closing at once: nothing is charged behind the balance that was stated', async () => {
  for (let n = 0; n < 5; n++) {
    const member = await rappen.caller({ balance: '5' });
    const { path, body } = WIRE_FORMATS.messages;
    const calls = [1, 2, 3].map(async () => (await rappen.post(path, member.key, body)).text());
    const closed = await close(member.mandateId, '5');
    await Promise.all(calls);
    await rappen.settled();
    const { posted } = await rappen.pool(member.mandateId);
    if (closed.status === 200) expect(posted).toBe(chf('5'));
    else expect(closed.status).toBe(409);
  }
  expect(await rappen.differences()).toEqual([]);
});

test('a mandate_admin closes and opens nothing', async () => {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api: ApiClient = await apiOf(rappen, member, SCOPES);
  const path = `/api/admin/mandates/${member.mandateId}`;
  expect((await api.send('PATCH', path, { status: 'closed', remainingChf: '10' })).status).toBe(403);
});
