import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { billing } from '../billing.tables.ts';
import type { BillingSettings, MandateSettings } from './settings.ts';

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

export async function findMandateSettings(
  db: Db,
  mandateId: MandateId,
): Promise<MandateSettings | undefined> {
  const row = await billing(db)
    .selectFrom('billing_settings')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .executeTakeFirst();
  return (
    row && {
      version: Number(row.version),
      warnBelow: row.warn_below ?? undefined,
      warnPercent: row.warn_percent ?? undefined,
      warnDays: row.warn_days ?? undefined,
      recipients: row.recipients,
      language: row.language,
      reportEnabled: row.report_enabled,
      userReports: row.user_reports,
      terms: {
        billingModel: row.billing_model,
        creditLimit: row.credit_limit,
        markupPpm: row.markup_ppm ?? undefined,
        providerMarkupPpm: row.provider_markup_ppm,
        defaultUserCredit: row.default_user_credit,
        vatTiming: row.vat_timing,
      },
    }
  );
}

/** All but the billing model and the credit limit, which the ledger sets together with the floors; the next version. */
export async function updateMandateSettings(
  tx: Tx,
  mandateId: MandateId,
  { terms, ...settings }: Omit<MandateSettings, 'version'>,
): Promise<void> {
  await billing(tx)
    .updateTable('billing_settings')
    .set({
      warn_below: settings.warnBelow ?? null,
      warn_percent: settings.warnPercent ?? null,
      warn_days: settings.warnDays ?? null,
      recipients: settings.recipients,
      language: settings.language,
      report_enabled: settings.reportEnabled,
      user_reports: settings.userReports,
      markup_ppm: terms.markupPpm ?? null,
      provider_markup_ppm: terms.providerMarkupPpm,
      default_user_credit: terms.defaultUserCredit,
      vat_timing: terms.vatTiming,
      version: sql<bigint>`version + 1`,
    })
    .where('mandate_id', '=', uuidOf(mandateId))
    .execute();
}

/** Others who change the terms, open a wallet or close the mandate wait until the transaction ends. Before the wallets. */
export async function lockSettings(tx: Tx, mandateId: MandateId): Promise<void> {
  await billing(tx)
    .selectFrom('billing_settings')
    .select('mandate_id')
    .where('mandate_id', '=', uuidOf(mandateId))
    .forNoKeyUpdate()
    .execute();
}

/** Nothing is held, freed or booked in the mandate's wallets until the transaction ends. */
export async function lockWallets(
  tx: Tx,
  mandateId: MandateId,
): Promise<{ readonly posted: NanoChf; readonly held: NanoChf }> {
  const { rows } = await sql<{ posted: bigint; held: bigint }>`
    select posted, held from ledger_lock_wallets(${uuidOf(mandateId)})`.execute(tx);
  return must(rows[0], 'the sums of the wallets');
}

/** Closes the wallets, which keep what they have, or opens them again. Settings and wallets are locked. */
export async function updateClosed(tx: Tx, mandateId: MandateId, isClosed: boolean): Promise<void> {
  await billing(tx)
    .updateTable('billing_settings')
    .set({ closed_at: isClosed ? sql<Date>`now()` : null })
    .where('mandate_id', '=', uuidOf(mandateId))
    .execute();
  await sql`select ledger_follow_settings(${uuidOf(mandateId)})`.execute(tx);
}
