import { sql } from 'kysely';
import type { BillingAddress } from '#billing/addresses/billing-address.store.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import type { Db } from '#db/database.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import type { MandateHere } from './import-subject.ts';

interface Row {
  readonly mandate_id: string;
  readonly name: string;
  readonly status: MandateStatus;
  readonly billing_model: BillingModel;
  readonly credit_limit: bigint;
  readonly address: BillingAddress | null;
  readonly posted: bigint;
  readonly pool_held: bigint;
  readonly floor: bigint | null;
  /** The sum of wallets can be more than one of them can hold. */
  readonly held: string;
  readonly rules: MandateHere['rules'];
}

/** How mandates that are in Rappen are by now, by their uuid. */
export async function findHere(
  db: Db,
  mandates: readonly string[],
): Promise<ReadonlyMap<string, MandateHere>> {
  const { rows } = await sql<Row>`
    select m.mandate_id, m.name, m.status, s.billing_model, s.credit_limit, p.posted, p.held as pool_held, p.floor,
      (select sum(w.held)::text from billing_account w where w.mandate_id = m.mandate_id and w.kind = 'wallet') as held,
      (select jsonb_build_object('company', a.company, 'contact', a.contact, 'street', a.street, 'houseNumber', a.house_number,
          'postcode', a.postcode, 'town', a.town, 'country', a.country, 'email', a.email, 'uid', a.uid, 'vatSuffix', a.vat_suffix)
        from billing_address a where a.mandate_id = m.mandate_id) as address,
      (select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'resource', r.resource, 'allowed', r.allowed)), '[]')
        from role_permission r where r.mandate_id = m.mandate_id and starts_with(r.resource, 'resource.aicore.')) as rules
    from mandate m
    join billing_settings s on s.mandate_id = m.mandate_id
    join billing_account p on p.mandate_id = m.mandate_id and p.kind = 'wallet' and p.user_id is null
    where m.mandate_id = any (${mandates}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.mandate_id, hereOf(row)]));
}

function hereOf({ name, status, rules, ...row }: Row): MandateHere {
  return {
    ...{ name, status, rules },
    billingModel: row.billing_model,
    creditLimit: row.credit_limit,
    address: row.address ?? undefined,
    pool: { posted: row.posted, held: row.pool_held, floor: row.floor ?? undefined },
    held: BigInt(row.held),
  };
}
