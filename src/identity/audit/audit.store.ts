import type { Db, Tx } from '#db/database.ts';
import { type AuditId, type Id, type MandateId, uuidOf } from '#kernel/id.ts';
import type { AuditBy, AuditEntry, AuditFacts } from './audit.ts';

export type AuditTables = {
  audit_entry: {
    mandate_id: string;
    id: string;
    user_id: string | null;
    api_key_id: string | null;
    request_id: string | null;
    action: string;
    subject: string;
    before: AuditFacts | null;
    after: AuditFacts | null;
    reason: string | null;
  };
};

export async function insertAuditEntry(tx: Tx, id: AuditId, by: AuditBy, entry: AuditEntry): Promise<void> {
  await tx
    .withTables<AuditTables>()
    .insertInto('audit_entry')
    .values({
      mandate_id: uuidOf(by.mandateId),
      id: uuidOf(id),
      user_id: by.userId === undefined ? null : uuidOf(by.userId),
      api_key_id: by.apiKeyId === undefined ? null : uuidOf(by.apiKeyId),
      request_id: by.requestId === undefined ? null : uuidOf(by.requestId as Id<'req'>),
      action: entry.action,
      subject: entry.subject,
      before: entry.before ?? null,
      after: entry.after ?? null,
      reason: entry.reason ?? null,
    })
    .execute();
}

/** The oldest entry of a mandate about an action. */
export async function firstAuditEntry(
  db: Db,
  mandateId: MandateId,
  action: string,
): Promise<{ readonly after: AuditFacts | null } | undefined> {
  return db
    .withTables<AuditTables>()
    .selectFrom('audit_entry')
    .select('after')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('action', '=', action)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}
