import type { Tx } from '#db/database.ts';
import { type AuditId, type Id, uuidOf } from '#kernel/id.ts';
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

export async function insertAuditEntries(
  tx: Tx,
  entries: readonly { readonly id: AuditId; readonly by: AuditBy; readonly entry: AuditEntry }[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.withTables<AuditTables>().insertInto('audit_entry').values(entries.map(rowOf)).execute();
}

function rowOf({
  id,
  by,
  entry,
}: {
  readonly id: AuditId;
  readonly by: AuditBy;
  readonly entry: AuditEntry;
}) {
  return {
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
  };
}
