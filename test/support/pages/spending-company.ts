import { findWallet } from '#billing/accounts/account.store.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { chf, type TestRappen } from '../rappen.ts';
import { bookDatedCalls, type DatedCall } from './dated-calls.ts';
import { emptyMandate, type PagePerson, personIn } from './sample-company.ts';

/** A mandate with people, a pool of CHF 1000, and what they have spent. */
export interface SpendingCompany {
  readonly mandateId: MandateId;
  readonly anna: PagePerson;
  readonly beat: PagePerson;
  readonly admin: PagePerson;
  readonly viewer: PagePerson;
}

/** Calls around the ends of days on which the clock is changed, as instants of UTC and as what they are in Zurich. */
const CLOCK_CHANGES = [
  ['2026-03-28T22:59:59Z', '1'], // 28 March, 23:59:59
  ['2026-03-28T23:00:00Z', '2'], // 29 March, 00:00
  ['2026-03-29T01:00:00Z', '4'], // 29 March, 03:00: there was no 02:00
  ['2026-03-29T21:59:59Z', '8'], // 29 March, 23:59:59, after 23 hours
  ['2026-03-29T22:00:00Z', '16'], // 30 March, 00:00
  ['2026-10-24T21:59:59Z', '1'], // 24 October, 23:59:59
  ['2026-10-24T22:00:00Z', '2'], // 25 October, 00:00
  ['2026-10-25T00:30:00Z', '4'], // 25 October, 02:30
  ['2026-10-25T01:30:00Z', '8'], // 25 October, 02:30 again
  ['2026-10-25T22:59:59Z', '16'], // 25 October, 23:59:59, after 25 hours
  ['2026-10-25T23:00:00Z', '32'], // 26 October, 00:00
] as const;

/**
 * In March 2026 CHF 31.00, in September CHF 30.00 and in October CHF 90.40 were spent. `more`: further calls of Anna's.
 * What is left of the pool is CHF 848.60.
 */
export async function spendingCompany(
  rappen: TestRappen,
  more: readonly Omit<DatedCall, 'userId'>[] = [],
): Promise<SpendingCompany> {
  const mandateId = await openedMandate(rappen, 'Muster Druck AG', 'prepaid_mandate');
  const anna = await personIn(rappen, mandateId, 'user', 'Anna Muster');
  const beat = await personIn(rappen, mandateId, 'user', 'Beat Beispiel');
  const ofAnna = {
    userId: anna.userId,
    model: 'claude-test',
    provider: 'anthropic',
    feature: 'chat',
  } as const;
  const ofBeat = { userId: beat.userId, model: 'gpt-test' };
  await bookInPool(rappen, mandateId, [
    ...CLOCK_CHANGES.map(([at, amount]) => ({ ...ofAnna, at, chf: amount })),
    { ...ofAnna, at: '2026-09-10T10:00:00Z', chf: '10' },
    { ...ofBeat, at: '2026-09-12T10:00:00Z', chf: '20' },
    { ...ofAnna, at: '2026-10-05T10:00:00Z', chf: '22.40' },
    { ...ofBeat, at: '2026-10-20T10:00:00Z', chf: '5' },
    ...more.map((call) => ({ ...call, userId: anna.userId })),
  ]);
  return {
    ...{ mandateId, anna, beat },
    admin: await personIn(rappen, mandateId, 'mandate_admin', 'Carla Chef'),
    viewer: await personIn(rappen, mandateId, 'viewer', 'Viktor Viewer'),
  };
}

export async function openedMandate(
  rappen: TestRappen,
  name: string,
  billingModel: BillingModel,
  creditLimit = '0',
): Promise<MandateId> {
  const mandateId = await emptyMandate(rappen, name);
  const { db } = rappen.context.database;
  await openBilling(db, { mandateId, billingModel, creditLimit: chf(creditLimit) });
  return mandateId;
}

/** Books calls in the pool of a mandate that had a top-up of CHF 1000 just before them. */
export async function bookInPool(
  rappen: TestRappen,
  mandateId: MandateId,
  calls: readonly DatedCall[],
): Promise<void> {
  const { db } = rappen.context.database;
  const walletId = must(await findWallet(db, mandateId, undefined), 'the pool');
  await bookDatedCalls(rappen, { mandateId, walletId }, '1000', calls);
}
