import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { billing } from '../billing.tables.ts';
import type { BillingSettings } from './settings.ts';

export async function findSettings(db: Db, mandateId: MandateId): Promise<BillingSettings | undefined> {
  const row = await billing(db)
    .selectFrom('billing_settings')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .executeTakeFirst();
  return (
    row && {
      billingModel: row.billing_model,
      creditLimit: row.credit_limit,
      markupPpm: row.markup_ppm ?? undefined,
      providerMarkupPpm: row.provider_markup_ppm,
    }
  );
}

/** Leaves settings that are there as they are. */
export async function insertSettings(db: Db, mandateId: MandateId, settings: BillingSettings): Promise<void> {
  await billing(db)
    .insertInto('billing_settings')
    .values({
      mandate_id: uuidOf(mandateId),
      billing_model: settings.billingModel,
      credit_limit: settings.creditLimit,
      markup_ppm: settings.markupPpm ?? null,
      provider_markup_ppm: settings.providerMarkupPpm,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
