import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { AuditFacts } from './audit.ts';

export interface AuditRow {
  readonly mandate_id: string;
  readonly mandate_name: string | null;
  readonly id: string;
  readonly at: Date;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly api_key_id: string | null;
  readonly request_id: string | null;
  readonly action: string;
  readonly subject: string;
  readonly before: AuditFacts | null;
  readonly after: AuditFacts | null;
  readonly reason: string | null;
}

export interface AuditFilter {
  /** Undefined: of all mandates. */
  readonly mandateId: MandateId | undefined;
  readonly action?: string | undefined;
  readonly user?: UserId | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only entries that are older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The newest first. Ids are UUIDv7, so their order is the order of time. */
export async function findAuditEntries(db: Db, filter: AuditFilter): Promise<readonly AuditRow[]> {
  const conditions = [sql`true`];
  if (filter.mandateId !== undefined) conditions.push(sql`e.mandate_id = ${uuidOf(filter.mandateId)}::uuid`);
  if (filter.action !== undefined) {
    conditions.push(sql`(e.action = ${filter.action} or starts_with(e.action, ${`${filter.action}.`}))`);
  }
  if (filter.user !== undefined) conditions.push(sql`e.user_id = ${uuidOf(filter.user)}::uuid`);
  if (filter.from !== undefined) conditions.push(sql`e.at >= ${filter.from}`);
  if (filter.to !== undefined) conditions.push(sql`e.at < ${filter.to}`);
  if (filter.before !== undefined) conditions.push(sql`e.id < ${filter.before}::uuid`);
  const { rows } = await sql<AuditRow>`
    select e.*, m.name as mandate_name, u.name as user_name
      from audit_entry e
      left join mandate m on m.mandate_id = e.mandate_id
      left join app_user u on u.id = e.user_id
     where ${sql.join(conditions, sql` and `)}
     order by e.id desc
     limit ${filter.limit}`.execute(db);
  return rows;
}
