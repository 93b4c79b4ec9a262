import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { Scope } from '#identity/api-keys/api-key.ts';
import { type ApiKeyId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** An API key as it is listed: with its spending limit and whose it is, without any secret. */
export interface ListedKey {
  readonly id: ApiKeyId;
  readonly user: { readonly id: UserId; readonly email: string; readonly name: string };
  readonly name: string;
  readonly last4: string;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly scopes: readonly Scope[];
  readonly providers: readonly string[] | null;
  readonly monthlyLimit: NanoChf | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** The newest call that was charged. */
  readonly lastUsedAt: Date | null;
  /** The key that issued it; null: a person, a command, or the operator's key did. */
  readonly issuedBy: ApiKeyId | null;
}

interface Row {
  readonly key_id: string;
  readonly user_id: string;
  readonly email: string;
  readonly user_name: string;
  readonly name: string;
  readonly last4: string;
  readonly state: ListedKey['state'];
  readonly scopes: Scope[];
  readonly providers: string[] | null;
  readonly monthly: bigint | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
  readonly issued_by: string | null;
}

export interface KeyFilter {
  readonly keyId?: ApiKeyId;
  readonly userId?: UserId | undefined;
  /** The bare uuid of the last key of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first: ids are in the order of their making. */
export async function findListedKeys(
  db: Db,
  mandateId: MandateId,
  filter: KeyFilter,
): Promise<readonly ListedKey[]> {
  const conditions = [sql`k.mandate_id = ${uuidOf(mandateId)}::uuid`];
  if (filter.keyId !== undefined) conditions.push(sql`k.key_id = ${uuidOf(filter.keyId)}::uuid`);
  if (filter.userId !== undefined) conditions.push(sql`k.user_id = ${uuidOf(filter.userId)}::uuid`);
  if (filter.after !== undefined) conditions.push(sql`k.key_id < ${filter.after}::uuid`);
  const { rows } = await sql<Row>`
    select k.key_id, k.user_id, u.email, u.name as user_name, k.name, k.last4, k.scopes, k.providers, l.monthly,
           k.created_at, k.expires_at, k.revoked_at, k.issued_by,
           (select max(t.at) from billing_transaction t
             where t.mandate_id = k.mandate_id and t.api_key_id = k.key_id and t.type = 'usage') as last_used_at,
           case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired'
                else 'active' end as state
      from api_key k
      join app_user u on u.id = k.user_id
      left join billing_limit l on l.mandate_id = k.mandate_id and l.scope = 'key' and l.subject_id = k.key_id
     where ${sql.join(conditions, sql` and `)}
     order by k.key_id desc
     limit ${filter.limit}`.execute(db);
  return rows.map((row) => ({
    id: idOf('key', row.key_id),
    user: { id: idOf('usr', row.user_id), email: row.email, name: row.user_name },
    name: row.name,
    last4: row.last4,
    state: row.state,
    scopes: row.scopes,
    providers: row.providers,
    monthlyLimit: row.monthly,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    issuedBy: row.issued_by === null ? null : idOf('key', row.issued_by),
  }));
}
