import type { Db } from '#db/database.ts';
import { assert } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { openWallet } from '../accounts/account.store.ts';
import { insertSettings } from './settings.store.ts';
import { type BillingModel, floorOf } from './settings.ts';

/** Begins the billing of a mandate: its settings, its pool and its house accounts. The same again changes nothing. */
export async function openBilling(
  db: Db,
  mandate: {
    readonly mandateId: MandateId;
    readonly billingModel: BillingModel;
    /** Nano-CHF, 0 or more; counts for `postpaid` only. */
    readonly creditLimit?: NanoChf;
    readonly markupPpm?: number;
    readonly providerMarkupPpm?: Readonly<Record<string, number>>;
  },
): Promise<void> {
  const settings = {
    billingModel: mandate.billingModel,
    creditLimit: mandate.creditLimit ?? 0n,
    markupPpm: mandate.markupPpm,
    providerMarkupPpm: mandate.providerMarkupPpm ?? {},
  };
  assert(settings.creditLimit >= 0n, 'a credit limit is not negative');
  await insertSettings(db, mandate.mandateId, settings);
  await openWallet(db, mandate.mandateId, undefined, floorOf(settings));
}
