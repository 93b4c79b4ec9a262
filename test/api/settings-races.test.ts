import { expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { transaction } from '#db/transaction.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { operatorApi } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { type CallerOptions, chf, startTestRappen } from '#test/support/rappen.ts';

/** The floors of a mandate's wallets follow from its settings, whatever else happens to either at the same moment. */

const rappen = await startTestRappen();
const { db, pool } = rappen.context.database;
const operator = await operatorApi(rappen);

async function customer(options: CallerOptions = {}) {
  const member = await rappen.caller({ role: 'mandate_admin', ...options });
  const path = `/api/admin/mandates/${member.mandateId}/billing/settings`;
  const { body: settings } = await operator.get(path);
  const setTerms = (terms: object) =>
    operator.send('PUT', path, { ...settings, terms: { ...settings.terms, ...terms } });
  return { ...member, path, settings, setTerms };
}

/** The pool's first. */
async function floorsOf(mandateId: MandateId): Promise<(bigint | null)[]> {
  const { rows } = await pool.query<{ floor_wanted: bigint | null }>(
    "select floor_wanted from billing_account where mandate_id = $1 and kind = 'wallet' order by user_id nulls first",
    [uuidOf(mandateId)],
  );
  return rows.map(({ floor_wanted }) => floor_wanted);
}

test("a billing model holds for every wallet of the mandate; the credit limit is the pool's alone", async () => {
  const { mandateId, path, setTerms } = await customer({ model: 'prepaid_user', balance: '3' });
  expect(await floorsOf(mandateId)).toEqual([0n, 0n]);
  await setTerms({ billingModel: 'unlimited' });
  expect(await floorsOf(mandateId)).toEqual([null, null]);
  const { body } = await operator.get(path);
  const terms = { ...body.terms, billingModel: 'postpaid', creditLimitChf: '2' };
  await operator.send('PUT', path, { ...body, terms });
  expect(await floorsOf(mandateId)).toEqual([-chf('2'), 0n]);
  expect(await rappen.differences()).toEqual([]);
});

test('a wallet that is opened, and credited, while the model changes has the floor of what holds then', async () => {
  for (let n = 0; n < 20; n++) {
    const { mandateId, setTerms } = await customer({ model: 'prepaid_user', balance: '0' });
    const { userId } = await addMember(db, mandateId);
    const [changed] = await Promise.all([
      setTerms({ billingModel: 'unlimited' }),
      transaction(db, async (tx) => {
        await openWallet(tx, mandateId, userId, 0n);
        await topUp(tx, { mandateId, amount: 1n, idempotencyKey: 'into the pool' });
      }),
    ]);
    expect(changed.status).toBe(200);
    expect(await floorsOf(mandateId)).toEqual([null, null, null]);
  }
  expect(await rappen.differences()).toEqual([]);
});

test('terms that change while the mandate is closed open no wallet; they hold when it is opened again', async () => {
  const { mandateId, setTerms } = await customer({ model: 'postpaid', balance: '3' });
  const mandate = `/api/admin/mandates/${mandateId}`;
  await operator.send('PATCH', mandate, { status: 'closed', remainingChf: '3' });
  expect((await setTerms({ creditLimitChf: '7' })).status).toBe(200);
  expect(await floorsOf(mandateId)).toEqual([chf('3')]);
  expect(await rappen.differences()).toEqual([]);
  await operator.send('PATCH', mandate, { status: 'active' });
  expect(await floorsOf(mandateId)).toEqual([-chf('7')]);
  expect(await rappen.differences()).toEqual([]);
});

test('an address that is named twice among the recipients is refused', async () => {
  const { path, settings } = await customer();
  const recipients = ['anna@muster.example', 'Anna@muster.example'];
  expect(await operator.send('PUT', path, { ...settings, recipients })).toMatchObject({
    status: 422,
    body: { path: 'body.recipients' },
  });
});
