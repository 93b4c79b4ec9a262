import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import {
  type ApiKeyId,
  type AutomationId,
  idOf,
  type LimitId,
  type MandateId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { billing, type LimitScope } from '../billing.tables.ts';

/** Whom a limit is for. */
export type LimitSubject =
  | { readonly scope: 'user'; readonly subjectId: UserId }
  | { readonly scope: 'key'; readonly subjectId: ApiKeyId };

/** A limit with what it has been used in the running month. */
export interface UsedLimit {
  readonly id: LimitId;
  readonly scope: LimitScope;
  /** The user is a member; the key is live, and its user a member; the automation is there. */
  readonly isInUse: boolean;
  /** Who is limited, or whose key or automation is. */
  readonly user: { readonly id: UserId; readonly email: string; readonly name: string } | null;
  readonly apiKey: { readonly id: ApiKeyId; readonly name: string; readonly last4: string } | null;
  readonly automation: { readonly id: AutomationId; readonly name: string } | null;
  readonly monthly: NanoChf;
  readonly used: NanoChf;
  readonly held: NanoChf;
}

interface Row {
  readonly id: string;
  readonly scope: LimitScope;
  readonly is_in_use: boolean;
  readonly user_id: string | null;
  readonly email: string;
  readonly user_name: string;
  readonly key_id: string | null;
  readonly key_name: string;
  readonly last4: string;
  readonly automation_id: string | null;
  readonly automation_name: string;
  readonly monthly: bigint;
  readonly used: bigint;
  readonly held: bigint;
}

/** Undefined: there is no limit. */
export async function findMonthlyLimit(
  db: Db,
  mandateId: MandateId,
  { scope, subjectId }: LimitSubject,
): Promise<NanoChf | undefined> {
  const row = await billing(db)
    .selectFrom('billing_limit')
    .select('monthly')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('scope', '=', scope)
    .where('subject_id', '=', uuidOf(subjectId))
    .executeTakeFirst();
  return row?.monthly;
}

export interface LimitFilter {
  readonly subject?: LimitSubject;
  /** The bare uuid of the last limit of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** In the order of their making. */
export async function findUsedLimits(
  db: Db,
  mandateId: MandateId,
  { subject, after, limit }: LimitFilter,
): Promise<readonly UsedLimit[]> {
  const conditions = [sql`l.mandate_id = ${uuidOf(mandateId)}::uuid`];
  if (subject !== undefined) {
    conditions.push(sql`l.scope = ${subject.scope} and l.subject_id = ${uuidOf(subject.subjectId)}::uuid`);
  }
  if (after !== undefined) conditions.push(sql`l.id > ${after}::uuid`);
  const { rows } = await sql<Row>`
    select l.id, l.scope, l.monthly, coalesce(-a.posted, 0)::int8 as used, coalesce(a.held, 0)::int8 as held,
           u.id as user_id, u.email, u.name as user_name, k.key_id, k.name as key_name, k.last4,
           au.id as automation_id, au.name as automation_name,
           case l.scope when 'automation' then au.id is not null when 'user' then ms.user_id is not null
                else ms.user_id is not null and k.revoked_at is null
                     and (k.expires_at is null or k.expires_at > now()) end as is_in_use
      from billing_limit l
      left join billing_account a on a.mandate_id = l.mandate_id and a.kind = 'limit' and a.limit_id = l.id
           and a.month = zurich_month(now())
      left join api_key k on l.scope = 'key' and k.mandate_id = l.mandate_id and k.key_id = l.subject_id
      left join automation au on l.scope = 'automation' and au.mandate_id = l.mandate_id and au.id = l.subject_id
      left join app_user u on u.id = case l.scope when 'user' then l.subject_id when 'key' then k.user_id else au.user_id end
      left join membership ms on ms.mandate_id = l.mandate_id and ms.user_id = u.id
     where ${sql.join(conditions, sql` and `)}
     order by l.id
     limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: idOf('lim', row.id),
    scope: row.scope,
    isInUse: row.is_in_use,
    user: row.user_id === null ? null : userOf(row, row.user_id),
    apiKey:
      row.key_id === null ? null : { id: idOf('key', row.key_id), name: row.key_name, last4: row.last4 },
    automation:
      row.automation_id === null ? null : { id: idOf('aut', row.automation_id), name: row.automation_name },
    monthly: row.monthly,
    used: row.used,
    held: row.held,
  }));
}

function userOf(row: Row, uuid: string): UsedLimit['user'] {
  return { id: idOf('usr', uuid), email: row.email, name: row.user_name };
}
