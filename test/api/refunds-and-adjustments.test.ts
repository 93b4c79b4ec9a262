import { describe, expect, test } from 'vitest';
import { type MandateId, newId } from '#kernel/id.ts';
import { apiOf, scopesFor } from '#test/support/api-client.ts';
import { bookingPath, cashierAt } from '#test/support/cash-desk.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const elsewhere = await cashierAt(other);
const { db } = rappen.context.database;
const path = bookingPath;
const key = (name: string) => ({ 'idempotency-key': name });

describe('refunds', () => {
  test('twenty at once of one top-up never exceed it', async () => {
    const { mandateId } = await rappen.caller({ balance: '100' });
    const { transactionId: topUpId } = await cashier.topUp(mandateId, '10');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? operator : elsewhere.operator).post(
          path(mandateId, 'refunds'),
          { topUpId, amountChf: '0.75', reason: 'too much' },
          key(`r${i}`),
        ),
      ),
    );
    const done = answers.filter(({ status }) => status === 201);
    expect(done).toHaveLength(13);
    const left = done.map(({ body }) => body.topUp.leftChf).sort();
    expect(left).toEqual(Array.from({ length: 13 }, (_, i) => (0.25 + 0.75 * i).toFixed(9)).sort());
    for (const { status, body } of answers.filter(({ status }) => status !== 201)) {
      expect(status).toBe(422);
      expect(body).toMatchObject({ path: 'body.amountChf', available_chf: '0.250000000' });
    }
    expect((await rappen.pool(mandateId)).posted).toBe(100_250_000_000n);
    const { body } = await operator.get(path(mandateId, 'credits'));
    expect(body.credits).toMatchObject([
      {
        transactionId: topUpId,
        amountChf: '10.000000000',
        refundedChf: '9.750000000',
        leftChf: '0.250000000',
      },
      { amountChf: '100.000000000', leftChf: '100.000000000' },
    ]);
  });

  test('never go below the floor, and name a top-up of this mandate', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    const { transactionId: topUpId } = await cashier.topUp(mandateId, '10');
    await operator.post(path(mandateId, 'adjustments'), { amountChf: '-4', reason: 'x' }, key('a'));
    const refund = (amountChf: string, id: string, mandate = mandateId) =>
      operator.post(path(mandate, 'refunds'), { topUpId: id, amountChf, reason: 'x' }, key(`r${amountChf}`));
    expect(await refund('6.1', topUpId)).toMatchObject({
      status: 402,
      body: { available_chf: '6.000000000' },
    });
    expect(await refund('6', topUpId)).toMatchObject({
      status: 201,
      body: { topUp: { leftChf: '4.000000000' } },
    });
    const adjusted = await operator.post(
      path(mandateId, 'adjustments'),
      { amountChf: '5', reason: 'x' },
      key('b'),
    );
    expect(await refund('1', adjusted.body.transactionId)).toMatchObject({ status: 404 });
    expect(await refund('2', newId('txn'))).toMatchObject({ status: 404 });
    const foreign = await rappen.caller();
    expect(await refund('3', topUpId, foreign.mandateId)).toMatchObject({ status: 404 });
  });
});

describe('what is left of a top-up', () => {
  const refund = (mandateId: MandateId, topUpId: string, amountChf: string, name: string) =>
    operator.post(path(mandateId, 'refunds'), { topUpId, amountChf, reason: 'x' }, key(name));

  test('is less what an adjustment took of it back, and not more by one upwards', async () => {
    const { mandateId } = await rappen.caller({ balance: '1000' });
    const { transactionId: topUpId } = await cashier.topUp(mandateId, '1000', 'typed');
    const adjust = (amountChf: string, name: string) =>
      operator.post(path(mandateId, 'adjustments'), { amountChf, corrects: topUpId, reason: 'x' }, key(name));
    await adjust('-900', 'a');
    expect(await refund(mandateId, topUpId, '100.000000001', 'r1')).toMatchObject({
      status: 422,
      body: { path: 'body.amountChf', available_chf: '100.000000000' },
    });
    expect((await operator.get(path(mandateId, 'credits'))).body.credits[0]).toMatchObject({
      refundedChf: '0.000000000',
      leftChf: '100.000000000',
    });
    await adjust('5000', 'b');
    expect(await refund(mandateId, topUpId, '1000', 'r2')).toMatchObject({ status: 201 });
    await adjust('-4500', 'c');
    expect((await operator.get(path(mandateId, 'credits'))).body.credits[0].leftChf).toBe('0.000000000');
  });

  test('is paid out of what is in the wallet, never out of a credit limit', async () => {
    for (const model of ['postpaid', 'unlimited'] as const) {
      const creditLimit = model === 'postpaid' ? '500' : '0';
      const { mandateId } = await rappen.caller({ model, creditLimit, balance: '0' });
      const { transactionId: topUpId } = await cashier.topUp(mandateId, '100');
      await operator.post(path(mandateId, 'adjustments'), { amountChf: '-70', reason: 'x' }, key('a'));
      expect(await refund(mandateId, topUpId, '31', 'r1')).toMatchObject({
        status: 402,
        body: { available_chf: '30.000000000' },
      });
      expect(await refund(mandateId, topUpId, '30', 'r2')).toMatchObject({ status: 201 });
    }
  });
});

describe('adjustments, payments, transfers', () => {
  test('an adjustment goes to the floor and not below, and may name the booking that it puts right', async () => {
    const { mandateId } = await rappen.caller({ model: 'postpaid', creditLimit: '20', balance: '0' });
    const adjust = (body: object, name: string) =>
      operator.post(path(mandateId, 'adjustments'), { reason: 'counted wrong', ...body }, key(name));
    expect(await adjust({ amountChf: '-20' }, 'a')).toMatchObject({
      status: 201,
      body: { balanceAfterChf: '-20.000000000', availableChf: '0.000000000' },
    });
    expect(await adjust({ amountChf: '-0.000000001' }, 'b')).toMatchObject({ status: 402 });
    const { transactionId } = await cashier.topUp(mandateId, '1');
    expect(await adjust({ amountChf: '-1', corrects: transactionId }, 'c')).toMatchObject({ status: 201 });
    expect(await adjust({ amountChf: '1', corrects: newId('txn') }, 'd')).toMatchObject({ status: 404 });
    const foreign = await rappen.caller();
    const theirs = await cashier.topUp(foreign.mandateId, '1');
    expect(await adjust({ amountChf: '1', corrects: theirs.transactionId }, 'e')).toMatchObject({
      status: 404,
    });
    const audit = await cashier.audit(mandateId);
    expect(audit.map(({ action }) => action)).toEqual([
      'credit.adjusted',
      'credit.topped_up',
      'credit.adjusted',
    ]);
    expect(audit[2]).toMatchObject({ after: { corrects: transactionId }, reason: 'counted wrong' });
  });

  test('an adjustment of a booking goes to the wallet of the booking', async () => {
    const { mandateId, userId } = await rappen.caller({ model: 'prepaid_user', balance: '0' });
    const { transactionId: corrects } = await cashier.topUp(mandateId, '9', 'a', { userId });
    const other = await addMember(db, mandateId);
    const adjust = (body: object, name: string) =>
      operator.post(path(mandateId, 'adjustments'), { amountChf: '-1', reason: 'x', ...body }, key(name));
    expect(await adjust({ corrects }, 'b')).toMatchObject({ status: 201, body: { userId } });
    expect(await adjust({ corrects, userId }, 'c')).toMatchObject({ status: 201 });
    expect(await adjust({ corrects, userId: other.userId }, 'd')).toMatchObject({
      status: 422,
      body: { path: 'body.userId' },
    });
  });

  test('a payment is booked for a postpaid mandate only, and once', async () => {
    const { mandateId } = await rappen.caller({ model: 'postpaid', creditLimit: '50', balance: '0' });
    await operator.post(path(mandateId, 'adjustments'), { amountChf: '-30', reason: 'x' }, key('a'));
    const pay = (mandate: MandateId) =>
      operator.post(
        path(mandate, 'payments'),
        { amountChf: '30', description: 'QR 21 00000 00003' },
        key('p'),
      );
    const paid = await pay(mandateId);
    expect(paid).toMatchObject({ status: 201, body: { type: 'payment', balanceAfterChf: '0.000000000' } });
    expect((await pay(mandateId)).body).toEqual(paid.body);
    const prepaid = await rappen.caller();
    expect(await pay(prepaid.mandateId)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  test('an administrator moves credit from the pool to a user and back, and never more than there is', async () => {
    const admin = await rappen.caller({ model: 'prepaid_user', role: 'mandate_admin', balance: '0' });
    const { mandateId } = admin;
    await cashier.topUp(mandateId, '10');
    const { userId } = await addMember(db, mandateId);
    const api = await apiOf(rappen, admin, scopesFor('mandate_admin'));
    const move = (direction: string, amountChf: string, name: string, more = {}) =>
      api.post(
        path(mandateId, 'transfers'),
        { userId, direction, amountChf, reason: 'budget', ...more },
        key(name),
      );
    const given = await move('to_user', '4', 'a');
    expect(given).toMatchObject({
      status: 201,
      body: {
        booked: true,
        amountChf: '4.000000000',
        from: { balanceBeforeChf: '10.000000000', balanceAfterChf: '6.000000000' },
        to: { userId, balanceBeforeChf: '0.000000000', balanceAfterChf: '4.000000000' },
      },
    });
    expect((await move('to_user', '4', 'a')).body).toEqual(given.body);
    expect(await move('to_pool', '4', 'a')).toMatchObject({ status: 409 });
    expect(await move('to_pool', '4.1', 'b')).toMatchObject({
      status: 402,
      body: { available_chf: '4.000000000' },
    });
    expect(await move('to_pool', '1.5', 'c')).toMatchObject({
      body: { to: { balanceAfterChf: '7.500000000' } },
    });
    const foreign = await rappen.caller();
    expect(await move('to_user', '1', 'd', { userId: foreign.userId })).toMatchObject({ status: 404 });
    const elsewhereOnly = await apiOf(
      rappen,
      await rappen.caller({ role: 'mandate_admin' }),
      scopesFor('mandate_admin'),
    );
    const body = { userId, direction: 'to_user', amountChf: '1', reason: 'x' };
    expect(await elsewhereOnly.post(path(mandateId, 'transfers'), body, key('e'))).toMatchObject({
      status: 404,
    });
    const pooled = await rappen.caller();
    expect(await operator.post(path(pooled.mandateId, 'transfers'), body, key('f'))).toMatchObject({
      status: 409,
    });
  });
});

test('what a user of prepaid_user had comes back to the pool, though he left, the model changed, the mandate closed', async () => {
  const { mandateId } = await rappen.caller({ model: 'prepaid_user', balance: '0' });
  await cashier.topUp(mandateId, '10');
  const { userId } = await addMember(db, mandateId);
  const move = (direction: string, amountChf: string, name: string) =>
    operator.post(path(mandateId, 'transfers'), { userId, direction, amountChf, reason: 'x' }, key(name));
  expect(await move('to_user', '5', 'a')).toMatchObject({ status: 201 });
  const gone = await operator.send('DELETE', `/api/admin/mandates/${mandateId}/users/${userId}`);
  expect(gone.status).toBe(204);
  expect(await move('to_user', '1', 'b')).toMatchObject({ status: 404 });
  const credit = { userId, amountChf: '1', description: 'x' };
  expect(await operator.post(path(mandateId, 'credits'), credit, key('c'))).toMatchObject({ status: 404 });
  expect(await move('to_pool', '1', 'd')).toMatchObject({ status: 201 });
  const settings = (await operator.get(path(mandateId, 'settings'))).body;
  const terms = { ...settings.terms, billingModel: 'postpaid', creditLimitChf: '100' };
  const changed = await operator.send('PUT', path(mandateId, 'settings'), { ...settings, terms });
  expect(changed.status).toBe(200);
  expect(await move('to_user', '1', 'e')).toMatchObject({ status: 409 });
  // The credit limit is the pool's alone.
  expect(await move('to_pool', '4.1', 'f')).toMatchObject({
    status: 402,
    body: { available_chf: '4.000000000' },
  });
  const [line] = (await operator.get(`/api/admin/billing/mandates?q=${mandateId}`)).body.mandates;
  expect(line).toMatchObject({ balanceChf: '10.000000000', availableChf: '106.000000000' });
  const close = { status: 'closed', remainingChf: '10' };
  expect(await operator.send('PATCH', `/api/admin/mandates/${mandateId}`, close)).toMatchObject({
    status: 200,
  });
  expect(await move('to_pool', '4', 'g')).toMatchObject({
    status: 201,
    body: { to: { balanceAfterChf: '10.000000000' } },
  });
});

test('the recount finds nothing after all this', async () => {
  expect(await rappen.differences()).toEqual([]);
});
