import { describe, expect, test } from 'vitest';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { type ApiClient, apiOf } from '#test/support/api-client.ts';
import { bookingPath, cashierAt } from '#test/support/cash-desk.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const elsewhere = await cashierAt(other);
const { db, pool } = rappen.context.database;
const path = bookingPath;
const key = (name: string) => ({ 'idempotency-key': name });

describe('top-ups', () => {
  test('fifty times at once with one key on two servers is one credit, one entry in the audit log and fifty equal answers', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    const body = { amountChf: '250.5', description: 'Invoice 2026-11' };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? operator : elsewhere.operator).post(path(mandateId, 'credits'), body, key('invoice')),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    const [first] = answers;
    expect(first?.body).toEqual({
      booked: true,
      transactionId: expect.stringMatching(/^txn_/),
      type: 'top_up',
      amountChf: '250.500000000',
      accountId: expect.stringMatching(/^acc_/),
      balanceBeforeChf: '0.000000000',
      balanceAfterChf: '250.500000000',
      availableChf: '250.500000000',
      topUp: {
        transactionId: first?.body.transactionId,
        amountChf: '250.500000000',
        leftChf: '250.500000000',
      },
    });
    for (const { body } of answers) expect(body).toEqual(first?.body);
    expect(await rappen.pool(mandateId)).toEqual({ posted: 250_500_000_000n, held: 0n });
    expect(await cashier.audit(mandateId)).toEqual([
      expect.objectContaining({
        action: 'credit.topped_up',
        subject: first?.body.transactionId,
        before: { balanceChf: '0.000000000' },
        after: expect.objectContaining({ balanceChf: '250.500000000', amountChf: '250.500000000' }),
        reason: 'Invoice 2026-11',
        user_id: expect.any(String),
        api_key_id: expect.any(String),
        request_id: expect.any(String),
      }),
    ]);
  });

  test('a repeat answers as the first time, whatever has happened since; other content is a conflict', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    const first = await cashier.topUp(mandateId, '10', 'k');
    await cashier.topUp(mandateId, '5', 'l');
    expect(await cashier.topUp(mandateId, '10.00', 'k', { description: 'the same in other words' })).toEqual(
      first,
    );
    for (const [what, body] of [
      ['credits', { amountChf: '11', description: 'x' }],
      ['adjustments', { amountChf: '10', reason: 'x' }],
    ] as const) {
      expect(await operator.post(path(mandateId, what), body, key('k'))).toMatchObject({
        status: 409,
        body: { code: 'idempotency_conflict' },
      });
    }
    const another = await rappen.caller({ balance: '0' });
    await cashier.topUp(another.mandateId, '10', 'k');
    expect(await cashier.audit(mandateId)).toHaveLength(2);
  });

  test('a key that a command has used before is answered, and is no news for the audit log', async () => {
    const { mandateId } = await rappen.caller({ balance: '10' });
    expect(await cashier.topUp(mandateId, '10', 'opening')).toMatchObject({
      balanceBeforeChf: '0.000000000',
      balanceAfterChf: '10.000000000',
    });
    expect(await cashier.audit(mandateId)).toEqual([]);
  });

  test('a double click on another amount is two keys; without a key, and with a wrong one, nothing is done', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    const body = { amountChf: '1', description: 'x' };
    for (const headers of [{}, key(''), key('two words'), key('x'.repeat(256))]) {
      const answer = await operator.post(path(mandateId, 'credits'), body, headers as Record<string, string>);
      expect(answer).toMatchObject({ status: 422, body: { path: 'headers.idempotency-key' } });
    }
    expect((await rappen.pool(mandateId)).posted).toBe(0n);
  });

  test('a suspended mandate takes money, a closed one does not; it gives back what is left', async () => {
    const { mandateId } = await rappen.caller({ balance: '0' });
    await setMandateStatus(db, mandateId, 'suspended');
    const { transactionId: topUpId } = await cashier.topUp(mandateId, '10');
    const closing = { status: 'closed', remainingChf: '10' };
    await operator.send('PATCH', `/api/admin/mandates/${mandateId}`, closing);
    const body = { amountChf: '1', description: 'x' };
    expect(await operator.post(path(mandateId, 'credits'), body, key('c'))).toMatchObject({
      status: 409,
      body: { code: 'conflict', mandate_status: 'closed' },
    });
    const refund = { topUpId, amountChf: '10', reason: 'contract ended' };
    expect(await operator.post(path(mandateId, 'refunds'), refund, key('r'))).toMatchObject({
      status: 201,
      body: { balanceAfterChf: '0.000000000' },
    });
  });

  test('in prepaid_user a top-up names the user or fills the pool; elsewhere users have no wallets', async () => {
    const member = await rappen.caller({ model: 'prepaid_user', balance: '0' });
    const { mandateId, userId } = member;
    expect(await cashier.topUp(mandateId, '3', 'a', { userId })).toMatchObject({
      userId,
      balanceAfterChf: '3.000000000',
    });
    const pooled = await cashier.topUp(mandateId, '4', 'b');
    expect(pooled.userId).toBeUndefined();
    const colleague = await addMember(db, mandateId);
    expect(await cashier.topUp(mandateId, '5', 'c', { userId: colleague.userId })).toMatchObject({
      balanceAfterChf: '5.000000000',
    });
    const foreign = await rappen.caller();
    const body = { amountChf: '1', userId: foreign.userId, description: 'x' };
    expect(await operator.post(path(mandateId, 'credits'), body, key('d'))).toMatchObject({ status: 404 });
    const ownMandate = path(foreign.mandateId, 'credits');
    expect(await operator.post(ownMandate, body, key('d'))).toMatchObject({
      status: 422,
      body: { path: 'body.userId' },
    });
  });
});

test('wallets that together have more than one can hold are shown', async () => {
  const { mandateId } = await rappen.caller({ model: 'prepaid_user', balance: '0' });
  const { userId } = await addMember(db, mandateId);
  await cashier.topUp(mandateId, '9000000000', 'a');
  await cashier.topUp(mandateId, '9000000000', 'b', { userId });
  for (const list of ['/api/admin/mandates', '/api/admin/billing/mandates']) {
    const { status, body } = await operator.get(`${list}?limit=200`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('"balanceChf":"18000000000.000000000"');
  }
});

describe('previews', () => {
  test('show the booking and the balance, write nothing, and do not use the key up', async () => {
    const { mandateId } = await rappen.caller({ model: 'prepaid_user', balance: '0' });
    const { userId } = await addMember(db, mandateId);
    const body = { amountChf: '7', userId, description: 'x' };
    const snapshot = async () =>
      (
        await pool.query(
          'select (select count(*) from billing_account) a, (select count(*) from audit_entry) e, (select count(*) from billing_transaction) t, (select count(*) from idempotent_answer) i',
        )
      ).rows;
    const before = await snapshot();
    const preview = await operator.post(`${path(mandateId, 'credits')}?preview=true`, body, key('p'));
    expect(preview.body).toEqual({
      booked: false,
      type: 'top_up',
      amountChf: '7.000000000',
      userId,
      balanceBeforeChf: '0.000000000',
      balanceAfterChf: '7.000000000',
      availableChf: '7.000000000',
      topUp: { amountChf: '7.000000000', leftChf: '7.000000000' },
    });
    expect(await snapshot()).toEqual(before);
    const done = await operator.post(path(mandateId, 'credits'), body, key('p'));
    expect(done.body).toMatchObject({ ...preview.body, booked: true });
    // What the key stands for is booked already: the preview says so.
    expect(await operator.post(`${path(mandateId, 'credits')}?preview=true`, body, key('p'))).toMatchObject({
      body: done.body,
    });
  });

  test('are refused for the same reasons as the booking', async () => {
    const { mandateId } = await rappen.caller({ balance: '5' });
    const tooMuch = { amountChf: '-5.000000001', reason: 'x' };
    for (const query of ['', '?preview=true']) {
      expect(await operator.post(path(mandateId, 'adjustments') + query, tooMuch, key('a'))).toMatchObject({
        status: 402,
        body: { available_chf: '5.000000000', required_chf: '5.000000001' },
      });
    }
    expect(await operator.post(`${path(mandateId, 'credits')}?preview=1`, {}, key('a'))).toMatchObject({
      status: 422,
      body: { path: 'query.preview' },
    });
  });
});

test('the list of top-ups is paged without loss, and a made-up cursor is refused', async () => {
  const { mandateId } = await rappen.caller({ balance: '0' });
  for (let i = 1; i <= 5; i++) await cashier.topUp(mandateId, `${i}`);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await operator.get(`${path(mandateId, 'credits')}?limit=2${cursor}`);
    seen.push(...body.credits.map((credit: { amountChf: string }) => credit.amountChf));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (cursor);
  expect(seen.map(Number)).toEqual([5, 4, 3, 2, 1]);
  const made = Buffer.from('["1","x"]').toString('base64url');
  for (const wrong of ['x', made, Buffer.from('[1,2]').toString('base64url')]) {
    expect(await operator.get(`${path(mandateId, 'credits')}?cursor=${wrong}`)).toMatchObject({
      status: 422,
      body: { path: 'query.cursor' },
    });
  }
});

test('the recount finds nothing after all this', async () => {
  expect(await rappen.differences()).toEqual([]);
});

test('the list names who made a top-up; the address of the operator is for the operator alone', async () => {
  const member = await rappen.caller({ role: 'mandate_admin', balance: '0' });
  const { mandateId } = member;
  await cashier.topUp(mandateId, '10', 'named');
  const read = async (api: ApiClient) => (await api.get(path(mandateId, 'credits'))).body.credits[0];
  const [seen, shown] = [await read(operator), await read(await apiOf(rappen, member, ['billing:read']))];
  expect(seen).toMatchObject({
    createdByName: expect.stringMatching(/^user-/),
    createdByEmail: expect.stringContaining('@example.ch'),
  });
  const { createdByEmail: _, ...rest } = seen;
  expect(shown).toEqual(rest);
});
