import { findWallet } from '#billing/accounts/account.store.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import { makeMember, type TestMember } from '#test/support/mandate-factory.ts';

/** A mandate with one user and one key. */
export interface Customer extends TestMember {
  readonly name: CustomerName;
  /** Can pay for everything that it is asked: a 402 would be a fault. */
  readonly isRich: boolean;
  /** Of the load, in parts of the sum of all. */
  readonly weight: number;
  /** Parts per million, by provider. */
  readonly markupPpm: Readonly<Record<string, number>>;
}

export type CustomerName = 'hot' | 'rich' | 'own wallet' | 'limited' | 'unlimited' | 'empty';

interface Draft {
  readonly model: BillingModel;
  readonly weight: number;
  readonly isRich: boolean;
  readonly creditLimit?: bigint;
  readonly opening?: bigint;
}

/** The pool `hot` sits within 1 % of its floor: it has a credit of CHF 1, and at most a hundredth of it is left. */
const HOT_CREDIT = NANO_PER_CHF;
export const HOT_ROOM = HOT_CREDIT / 100n;
const LIMIT_OF_KEY = NANO_PER_CHF / 50n;

const DRAFTS: Readonly<Record<CustomerName, Draft>> = {
  hot: { model: 'postpaid', weight: 60, isRich: false, creditLimit: HOT_CREDIT },
  rich: { model: 'prepaid_mandate', weight: 12, isRich: true, opening: 1_000n * NANO_PER_CHF },
  'own wallet': { model: 'prepaid_user', weight: 10, isRich: true, opening: 500n * NANO_PER_CHF },
  limited: { model: 'prepaid_mandate', weight: 8, isRich: false, opening: 100n * NANO_PER_CHF },
  unlimited: { model: 'unlimited', weight: 8, isRich: true },
  empty: { model: 'prepaid_mandate', weight: 2, isRich: false },
};
const PROVIDERS = ['openai', 'anthropic', 'perplexity', 'tavily'];

export async function openCustomers(database: Database, random: SeededRandom): Promise<readonly Customer[]> {
  const customers: Customer[] = [];
  for (const [name, draft] of Object.entries(DRAFTS) as [CustomerName, Draft][]) {
    customers.push(await openCustomer(database, random.fork(), name, draft));
  }
  return customers;
}

async function openCustomer(
  { db }: Database,
  random: SeededRandom,
  name: CustomerName,
  draft: Draft,
): Promise<Customer> {
  const member = await makeMember(db);
  const { mandateId, userId, keyId } = member;
  const markupPpm = Object.fromEntries(PROVIDERS.map((provider) => [provider, random.int(0, 1_500_000)]));
  const { model: billingModel, creditLimit = 0n } = draft;
  await openBilling(db, { mandateId, billingModel, creditLimit, providerMarkupPpm: markupPpm });
  const owner = billingModel === 'prepaid_user' ? userId : undefined;
  if (draft.opening) {
    await topUp(db, { mandateId, userId: owner, amount: draft.opening, idempotencyKey: 'opening' });
  }
  if (name === 'hot') {
    const walletId = must(await findWallet(db, mandateId, undefined), 'the pool');
    const amount = HOT_ROOM - HOT_CREDIT;
    await post(db, { mandateId, walletId, type: 'adjustment', amount, idempotencyKey: 'used before' });
  }
  if (name === 'limited') {
    await setMonthlyLimit(db, { mandateId, scope: 'key', subjectId: keyId, monthly: LIMIT_OF_KEY });
    await setMonthlyLimit(db, { mandateId, scope: 'user', subjectId: userId, monthly: 2n * LIMIT_OF_KEY });
  }
  return { ...member, name, isRich: draft.isRich, weight: draft.weight, markupPpm };
}
