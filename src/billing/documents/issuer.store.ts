import type { Db, Tx } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import type { BillingAddress } from '../addresses/billing-address.store.ts';

/** Who issues documents: the operator's letter head. IBANs without spaces. */
export interface Issuer extends Omit<BillingAddress, 'contact'> {
  readonly phone: string | null;
  readonly website: string | null;
  readonly iban: string | null;
  readonly qrIban: string | null;
}

type IssuerTables = {
  document_issuer: Omit<Issuer, 'houseNumber' | 'vatSuffix' | 'qrIban'> & {
    readonly only_one: boolean;
    readonly house_number: string | null;
    readonly vat_suffix: Issuer['vatSuffix'];
    readonly qr_iban: string | null;
  };
};

/** Throws `issuer_missing` as long as the operator has not filled in the letter head. */
export async function readIssuer(db: Db): Promise<Issuer> {
  const issuer = await findIssuer(db);
  if (!issuer) throw new AppError('issuer_missing');
  return issuer;
}

export async function findIssuer(db: Db): Promise<Issuer | undefined> {
  const row = await db
    .withTables<IssuerTables>()
    .selectFrom('document_issuer')
    .selectAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const { only_one, house_number: houseNumber, vat_suffix: vatSuffix, qr_iban: qrIban, ...same } = row;
  return { ...same, houseNumber, vatSuffix, qrIban };
}

/** Takes away the letter head if it is that of this company and account. */
export async function deleteIssuer(tx: Tx, { company, qrIban }: Issuer): Promise<void> {
  await tx
    .withTables<IssuerTables>()
    .deleteFrom('document_issuer')
    .where('company', '=', company)
    .where('qr_iban', 'is not distinct from', qrIban)
    .execute();
}

export async function upsertIssuer(tx: Tx, issuer: Issuer): Promise<void> {
  const { houseNumber: house_number, vatSuffix: vat_suffix, qrIban: qr_iban, ...same } = issuer;
  const columns = { ...same, house_number, vat_suffix, qr_iban };
  await tx
    .withTables<IssuerTables>()
    .insertInto('document_issuer')
    .values({ only_one: true, ...columns })
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet(columns))
    .execute();
}
