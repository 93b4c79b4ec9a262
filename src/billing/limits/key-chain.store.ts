import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type ApiKeyId, type MandateId, uuidOf } from '#kernel/id.ts';

/** How many limits bind the calls of this key: its own, and those of the keys that issued it. */
export async function countKeyLimits(db: Db, mandateId: MandateId, keyId: ApiKeyId): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from billing_key_limits(${uuidOf(mandateId)}, ${uuidOf(keyId)})`.execute(db);
  return Number(rows[0]?.count ?? 0n);
}

/** The most limits that bind a call of a live key which this one issued, directly or not; those above this key not counted. */
export async function countLimitsBelow(db: Db, mandateId: MandateId, keyId: ApiKeyId): Promise<number> {
  const mandate = uuidOf(mandateId);
  const { rows } = await sql<{ most: number }>`
    with recursive below as (
      select ${uuidOf(keyId)}::uuid as id, 0 as limits
      union all
      select k.key_id, below.limits + (l.id is not null)::int4
        from below
        join api_key k on k.mandate_id = ${mandate} and k.issued_by = below.id and k.revoked_at is null
        left join billing_limit l on l.mandate_id = ${mandate} and l.scope = 'key' and l.subject_id = k.key_id)
    select max(limits) as most from below`.execute(db);
  return rows[0]?.most ?? 0;
}
