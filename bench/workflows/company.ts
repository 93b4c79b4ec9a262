import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { Db } from '#db/database.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { addMember, makeMember } from '#test/support/mandate-factory.ts';

/** More than any run uses up: a million francs. */
const ENOUGH_NANO_CHF = 10n ** 15n;

/** One mandate with one prepaid pool, which all members call from. Answers a key of each, for everything. */
export async function openCompany(db: Db, memberCount: number): Promise<readonly string[]> {
  const first = await makeMember(db, 'mandate_admin');
  const { mandateId } = first;
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(db, { mandateId, amount: ENOUGH_NANO_CHF, idempotencyKey: 'bench' });
  const members = [first];
  while (members.length < memberCount) members.push(await addMember(db, mandateId, 'mandate_admin'));
  const keys: string[] = [];
  for (const { userId } of members) {
    keys.push((await createApiKey(db, { mandateId, userId, name: 'benchmark', scopes: SCOPES })).key);
  }
  return keys;
}
