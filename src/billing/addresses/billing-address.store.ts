import type { Db, Tx } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';

/** Who gets the invoice. */
export interface BillingAddress {
  readonly company: string;
  readonly contact: string | null;
  readonly street: string | null;
  readonly houseNumber: string | null;
  readonly postcode: string;
  readonly town: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  readonly email: string | null;
  /** `CHE-109.322.551` */
  readonly uid: string | null;
  readonly vatSuffix: 'MWST' | 'TVA' | 'IVA' | null;
}

type AddressTables = {
  billing_address: {
    mandate_id: string;
    company: string;
    contact: string | null;
    street: string | null;
    house_number: string | null;
    postcode: string;
    town: string;
    country: string;
    email: string | null;
    uid: string | null;
    vat_suffix: BillingAddress['vatSuffix'];
  };
};

export async function findAddress(db: Db, mandateId: MandateId): Promise<BillingAddress | undefined> {
  const row = await db
    .withTables<AddressTables>()
    .selectFrom('billing_address')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .executeTakeFirst();
  if (!row) return undefined;
  const { mandate_id: _mandate, house_number: houseNumber, vat_suffix: vatSuffix, ...same } = row;
  return { ...same, houseNumber, vatSuffix };
}

export async function upsertAddress(tx: Tx, mandateId: MandateId, address: BillingAddress): Promise<void> {
  const { houseNumber: house_number, vatSuffix: vat_suffix, ...same } = address;
  const columns = { ...same, house_number, vat_suffix };
  await tx
    .withTables<AddressTables>()
    .insertInto('billing_address')
    .values({ mandate_id: uuidOf(mandateId), ...columns })
    .onConflict((conflict) => conflict.column('mandate_id').doUpdateSet(columns))
    .execute();
}
