import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { charge, createSpender, holdRequest, openTestLedger } from '#test/support/test-ledger.ts';
import { findSpendingPower } from './balance.store.ts';
import { spendableOf } from './spendable.ts';

const database = await createTestDatabase();
const app = database.openApp();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

type Spender = NonNullable<Parameters<typeof createSpender>[1]>;

function definedOf(facts: { readonly [Name in keyof Spender]: Spender[Name] | undefined }): Spender {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

const EVERYTHING = 10n ** 15n;
const amount = fc.bigInt({ min: 0n, max: 2_000n });
const optional = (amounts: fc.Arbitrary<bigint>) => fc.option(amounts, { nil: undefined });
const cases = fc.record({
  model: fc.constantFrom<BillingModel>('prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited'),
  balance: amount,
  creditLimit: amount,
  userLimit: optional(amount),
  keyLimit: optional(amount),
  /** A limit that is changed when some of it is used. */
  laterUserLimit: optional(amount),
  calls: fc.array(
    fc.record({
      held: fc.bigInt({ min: 1n, max: 900n }),
      charged: fc.option(fc.bigInt({ min: 0n, max: 1_200n })),
    }),
    { maxLength: 5 },
  ),
});

test('what is shown as spendable is what the ledger grants to who wants everything, and names what binds', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ calls, laterUserLimit, ...facts }) => {
      const spender = await createSpender(app, definedOf(facts));
      for (const { held, charged } of calls) {
        const request = holdRequest(spender, held, { minimum: 1n });
        const { outcome } = await ledger.authorize(request);
        if (outcome === 'granted' && charged !== null)
          await ledger.capture({ ...request, charge: charge(charged) });
      }
      if (laterUserLimit !== undefined && facts.userLimit !== undefined) {
        const { mandateId, userId: subjectId } = spender;
        await setMonthlyLimit(app.db, { mandateId, scope: 'user', subjectId, monthly: laterUserLimit });
      }
      const spendable = spendableOf(await findSpendingPower(app.db, spender));
      const answer = await ledger.authorize(holdRequest(spender, EVERYTHING, { minimum: 1n }));
      if (spendable.amount === undefined) {
        expect(answer).toEqual({ outcome: 'granted', granted: EVERYTHING });
      } else if (spendable.amount > 0n) {
        expect(answer).toEqual({ outcome: 'granted', granted: spendable.amount });
      } else {
        const source = spendable.boundBy === 'credit_limit' ? 'balance' : spendable.boundBy;
        expect(answer).toEqual({ outcome: 'refused', source, available: spendable.amount });
      }
    }),
    { numRuns: 80 },
  );
}, 120_000);

test('a limit without an account of this month is not used at all; other users and keys have their own', async () => {
  const spender = await createSpender(app, { balance: 5_000n, userLimit: 900n, keyLimit: 800n });
  const read = async (more: object) => spendableOf(await findSpendingPower(app.db, { ...spender, ...more }));
  expect(await read({})).toEqual({ amount: 800n, boundBy: 'key_limit' });
  expect(await read({ apiKeyId: undefined })).toEqual({ amount: 900n, boundBy: 'user_limit' });
  const other = await createSpender(app);
  expect(await read({ apiKeyId: undefined, userId: other.userId })).toEqual({
    amount: 5_000n,
    boundBy: 'balance',
  });
});

test('a user of prepaid_user without a wallet has nothing, whatever limits he has', async () => {
  const spender = await createSpender(app, { model: 'prepaid_user', balance: 70n });
  const { userId } = await createSpender(app);
  const power = await findSpendingPower(app.db, { ...spender, userId });
  expect(power.wallet).toBeUndefined();
  expect(spendableOf(power)).toEqual({ amount: 0n, boundBy: 'balance' });
});
