import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { type HoldId, idOf, newId, uuidOf } from '#kernel/id.ts';
import { operatorApi } from '#test/support/api-client.ts';
import { cashierAt } from '#test/support/cash-desk.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { makeUnknownCalls } from '#test/support/unknown-calls.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const elsewhere = await operatorApi(other);

const LIST = '/api/admin/unknown-calls';
const pathOf = ({ mandateId }: Pick<TestMember, 'mandateId'>, holdId: HoldId) =>
  `/api/admin/mandates/${mandateId}/unknown-calls/${holdId}`;

const unknownCalls = (member: TestMember, heldChf: readonly string[]) =>
  makeUnknownCalls(rappen, member, heldChf);

test('calls of all mandates are listed, the oldest first, page by page', async () => {
  const [one, two] = [await rappen.caller(), await rappen.caller()];
  const [first] = await unknownCalls(one, ['0.3']);
  const [second, third] = await unknownCalls(two, ['0.2', '0.1']);
  const { body } = await operator.get(`${LIST}?limit=2`);
  expect(body.calls).toEqual([
    {
      mandateId: one.mandateId,
      mandateName: expect.stringMatching(/^Muster/),
      holdId: first,
      transactionId: idOf('txn', uuidOf(must(first, 'a call'))),
      userId: one.userId,
      provider: 'openai',
      model: expect.any(String),
      possibleChargeChf: '0.300000000',
      startedAt: expect.any(String),
    },
    expect.objectContaining({ mandateId: two.mandateId, holdId: second }),
  ]);
  const rest = await operator.get(`${LIST}?limit=2&cursor=${body.nextCursor}`);
  expect(rest.body.calls).toMatchObject([{ holdId: third }]);
  expect(rest.body.nextCursor).toBeUndefined();
});

test('a call is charged once, however often and wherever it is asked for', async () => {
  const member = await rappen.caller({ userLimit: '5' });
  const [holdId] = (await unknownCalls(member, ['0.5'])) as [HoldId];
  const path = pathOf(member, holdId);
  const body = { amountChf: '0.12', reason: 'by the invoice of October' };
  const preview = await operator.post(`${path}?preview=true`, body, { 'idempotency-key': 'k' });
  expect(preview).toMatchObject({ status: 200, body: { booked: false, balanceAfterChf: '9.880000000' } });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      (i % 2 ? operator : elsewhere).post(path, body, { 'idempotency-key': 'k' }),
    ),
  );
  for (const answer of answers) {
    expect(answer.body).toEqual({
      booked: true,
      holdId,
      transactionId: idOf('txn', uuidOf(holdId)),
      chargedChf: '0.120000000',
      absorbedChf: '0.000000000',
      balanceAfterChf: '9.880000000',
    });
  }
  expect(await cashier.audit(member.mandateId)).toEqual([
    expect.objectContaining({ action: 'unknown_call.charged', subject: holdId, reason: body.reason }),
  ]);
  const conflict = await operator.post(path, { ...body, amountChf: '0.2' }, { 'idempotency-key': 'k' });
  expect(conflict).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  expect(await operator.post(path, body, { 'idempotency-key': 'l' })).toMatchObject({ status: 404 });
  expect(await rappen.pool(member.mandateId)).toEqual({ posted: 9_880_000_000n, held: 0n });
});

test('two who decide differently at once: one of them does', async () => {
  const member = await rappen.caller();
  const holds = await unknownCalls(member, ['0.1', '0.1', '0.1', '0.1', '0.1']);
  for (const holdId of holds) {
    const answers = await Promise.all(
      ['0.07', '0'].map((amountChf, i) =>
        (i ? operator : elsewhere).post(
          pathOf(member, holdId),
          { amountChf, reason: 'x' },
          { 'idempotency-key': `${holdId}${amountChf}` },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  }
  const entries = await cashier.audit(member.mandateId);
  expect(entries).toHaveLength(5);
  const charged = entries.filter(({ action }) => action === 'unknown_call.charged').length;
  expect((await rappen.pool(member.mandateId)).posted).toBe(10_000_000_000n - BigInt(charged) * 70_000_000n);
});

test('what no balance pays is absorbed', async () => {
  const member = await rappen.caller({ balance: '1' });
  const [holdId] = (await unknownCalls(member, ['0.5'])) as [HoldId];
  const answer = await operator.post(
    pathOf(member, holdId),
    { amountChf: '1.25', reason: 'x' },
    { 'idempotency-key': 'k' },
  );
  expect(answer.body).toMatchObject({ absorbedChf: '0.250000000', balanceAfterChf: '0.000000000' });
});

test('amounts out of bounds, calls that are none, and who may not', async () => {
  const member = await rappen.caller();
  const [holdId] = (await unknownCalls(member, ['0.5'])) as [HoldId];
  const resolve = (path: string, amountChf: unknown, api = operator) =>
    api.post(path, { amountChf, reason: 'x' }, { 'idempotency-key': 'k' });
  for (const amount of ['-1', 'NaN', '1e3', '1000000.000000001', '0.0000000001', 0, null]) {
    expect(await resolve(pathOf(member, holdId), amount)).toMatchObject({
      status: 422,
      body: { path: 'body.amountChf' },
    });
  }
  expect(await resolve(pathOf(member, newId('hld')), '0')).toMatchObject({ status: 404 });
  expect(await resolve(pathOf(await rappen.caller(), holdId), '0')).toMatchObject({ status: 404 });
  const reader = await operatorApi(rappen, ['billing:read', 'admin']);
  expect(await resolve(pathOf(member, holdId), '0', reader)).toMatchObject({ status: 403 });
  expect(await reader.get(LIST)).toMatchObject({ status: 200 });
  expect(await (await operatorApi(rappen, ['billing:write'])).get(LIST)).toMatchObject({ status: 403 });
  expect(await rappen.differences()).toEqual([]);
});
