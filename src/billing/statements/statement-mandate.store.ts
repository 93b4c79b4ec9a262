import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { BillingAddress } from '../addresses/billing-address.store.ts';
import type { StatementMandate } from './statement-facts.ts';

interface MandateRow extends Omit<StatementMandate, 'mandateId' | 'address'> {
  readonly mandate_id: string;
  /** Null: there is none. */
  readonly address: BillingAddress | null;
}

/** Names, terms and addresses of mandates that have billing settings, in no order. */
export async function statementMandates(
  db: Db,
  mandateIds: readonly MandateId[],
): Promise<readonly StatementMandate[]> {
  const { rows } = await sql<MandateRow>`
    select m.mandate_id, m.name, s.billing_model as "billingModel", s.language, s.vat_timing as "vatTiming",
           case when a.mandate_id is not null then jsonb_build_object(
             'company', a.company, 'contact', a.contact, 'street', a.street, 'houseNumber', a.house_number, 'postcode', a.postcode,
             'town', a.town, 'country', a.country, 'email', a.email, 'uid', a.uid, 'vatSuffix', a.vat_suffix) end as address
    from mandate m
    join billing_settings s on s.mandate_id = m.mandate_id
    left join billing_address a on a.mandate_id = m.mandate_id
    where m.mandate_id = any(${mandateIds.map(uuidOf)}::uuid[])`.execute(db);
  return rows.map(({ mandate_id, address, ...same }) => ({
    ...same,
    mandateId: idOf('mnd', mandate_id),
    address: address ?? undefined,
  }));
}
