import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { likePattern } from '#db/like-pattern.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BillingModel } from '../settings/settings.ts';

/** A mandate as its operator sees it: with what it has, and what of it is held. */
export interface CustomerMandate {
  readonly id: MandateId;
  readonly name: string;
  readonly status: MandateStatus;
  readonly isRoot: boolean;
  readonly billingModel: BillingModel;
  readonly creditLimit: NanoChf;
  readonly createdAt: Date;
  /** Of all its wallets. */
  readonly posted: NanoChf;
  readonly held: NanoChf;
  readonly openHolds: number;
  readonly users: number;
}

interface Row {
  readonly mandate_id: string;
  readonly name: string;
  readonly status: MandateStatus;
  readonly created_at: Date;
  readonly billing_model: BillingModel | null;
  readonly credit_limit: bigint | null;
  /** The sum of wallets can be more than one of them can hold. */
  readonly posted: string;
  readonly held: string;
  readonly open_holds: bigint;
  readonly users: bigint;
}

export interface MandateFilter {
  readonly id?: MandateId;
  readonly status?: MandateStatus | undefined;
  /** Part of the name, upper and lower case alike. */
  readonly text?: string | undefined;
  /** By name and id: only what comes after this one. */
  readonly after?: { readonly name: string; readonly uuid: string } | undefined;
  readonly limit: number;
}

/** By name. Open holds are counted only where something is held: one look at the ledger's index of open ones each. */
export async function findCustomerMandates(
  db: Db,
  filter: MandateFilter,
): Promise<readonly CustomerMandate[]> {
  const conditions = [sql`true`];
  if (filter.id !== undefined) conditions.push(sql`m.mandate_id = ${uuidOf(filter.id)}::uuid`);
  if (filter.status !== undefined) conditions.push(sql`m.status = ${filter.status}`);
  if (filter.text !== undefined) conditions.push(sql`m.name ilike ${likePattern(filter.text)}`);
  if (filter.after !== undefined) {
    const { name, uuid } = filter.after;
    conditions.push(sql`(m.name collate "C", m.mandate_id) > (${name} collate "C", ${uuid}::uuid)`);
  }
  const { rows } = await sql<Row>`
    select m.mandate_id, m.name, m.status, m.created_at, s.billing_model, s.credit_limit, w.posted::text, w.held::text,
           case when w.held = 0 then 0 else
             (select count(*) from billing_hold h
               where h.mandate_id = m.mandate_id and h.state = 'open' and h.id >= w.oldest_open) end as open_holds,
           (select count(*) from membership ms where ms.mandate_id = m.mandate_id) as users
      from mandate m
      left join billing_settings s on s.mandate_id = m.mandate_id
      cross join lateral (
        select coalesce(sum(a.posted), 0) as posted, coalesce(sum(a.held), 0) as held,
               coalesce((array_agg(a.oldest_open order by a.oldest_open nulls first) filter (where a.held > 0))[1],
                        '00000000-0000-0000-0000-000000000000') as oldest_open
          from billing_account a where a.mandate_id = m.mandate_id and a.kind = 'wallet') w
     where ${sql.join(conditions, sql` and `)}
     order by m.name collate "C", m.mandate_id
     limit ${filter.limit}`.execute(db);
  return rows.map((row) => ({
    id: idOf('mnd', row.mandate_id),
    name: row.name,
    status: row.status,
    isRoot: row.mandate_id === uuidOf(ROOT_MANDATE_ID),
    billingModel: row.billing_model ?? 'prepaid_mandate',
    creditLimit: row.credit_limit ?? 0n,
    createdAt: row.created_at,
    posted: BigInt(row.posted),
    held: BigInt(row.held),
    openHolds: Number(row.open_holds),
    users: Number(row.users),
  }));
}
