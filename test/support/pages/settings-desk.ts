import type { BillingModel } from '#billing/settings/settings.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { MandateId } from '#kernel/id.ts';
import { ApiClient } from '../api-client.ts';
import { chf, type TestRappen } from '../rappen.ts';
import { type PagePerson, personIn } from './sample-company.ts';
import { openedMandate } from './spending-company.ts';

/** A mandate with money, its administrator, and the API as the pages call it for her. */
export interface SettingsDesk {
  readonly mandateId: MandateId;
  readonly anna: PagePerson;
  readonly api: ApiClient;
  /** `/api/admin/mandates/mnd_...` */
  readonly path: string;
}

export async function settingsDesk(
  rappen: TestRappen,
  name: string,
  model: BillingModel = 'prepaid_mandate',
): Promise<SettingsDesk> {
  const mandateId = await openedMandate(rappen, name, model);
  const { db } = rappen.context.database;
  await topUp(db, { mandateId, amount: chf('300'), idempotencyKey: 'opening', note: 'Invoice 1' });
  const anna = await personIn(rappen, mandateId, 'mandate_admin', `Anna of ${name}`);
  const api = await apiAs(rappen, anna, mandateId);
  return { mandateId, anna, api, path: `/api/admin/mandates/${mandateId}` };
}

/** The API as a page of Rappen's own calls it for somebody who is signed in. */
export async function apiAs(
  rappen: TestRappen,
  { email, password }: Pick<PagePerson, 'email' | 'password'>,
  mandateId: MandateId,
): Promise<ApiClient> {
  const { cookie } = await rappen.signIn(email, password);
  const { origin } = new URL(rappen.url);
  return new ApiClient(rappen.url, { cookie, origin, 'x-rappen-mandate': mandateId });
}
