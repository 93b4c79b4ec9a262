import type { Issuer } from '#billing/documents/issuer.store.ts';
import { upsertIssuer } from '#billing/documents/issuer.store.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { MADE_UP_ISSUER } from '#billing/statements/statement-facts.test-data.ts';
import type { Database } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { insertHistory, type MadeUpHistory, type MadeUpRow } from './random-history.ts';

const TEST_ISSUER: Issuer = {
  ...MADE_UP_ISSUER,
  iban: 'CH9300762011623852957',
  qrIban: 'CH4431999123000889012',
};

/** The letter head without which nothing is issued. */
export async function fillInIssuer({ db }: Pick<Database, 'db'>, more: Partial<Issuer> = {}): Promise<void> {
  await transaction(db, (tx) => upsertIssuer(tx, { ...TEST_ISSUER, ...more }));
}

/** A mandate with a history that a test makes up, a name and terms. */
export async function mandateWithHistory(
  owner: Database,
  rows: readonly MadeUpRow[],
  terms: { readonly name?: string; readonly model?: BillingModel; readonly language?: string } = {},
): Promise<MadeUpHistory> {
  const history = await insertHistory(owner, rows);
  await giveTerms(owner, history.mandateId, terms);
  return history;
}

async function giveTerms(
  { pool }: Database,
  mandateId: MandateId,
  {
    name = 'Muster AG',
    model = 'prepaid_mandate',
    language = 'de',
  }: Parameters<typeof mandateWithHistory>[2] = {},
): Promise<void> {
  const id = uuidOf(mandateId);
  await pool.query('insert into mandate (mandate_id, name) values ($1, $2)', [id, name]);
  await pool.query('insert into billing_settings (mandate_id, billing_model, language) values ($1, $2, $3)', [
    id,
    model,
    language,
  ]);
}
