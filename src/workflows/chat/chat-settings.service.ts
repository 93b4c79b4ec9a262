import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import type { MandateId } from '#kernel/id.ts';
import { deleteOutdated, deleteUnsentFiles, findKeepDays, putKeepDays } from './chat-settings.store.ts';

export async function readChatSettings(db: Db, mandateId: MandateId): Promise<{ keepDays: number | null }> {
  return { keepDays: (await findKeepDays(db, mandateId)) ?? null };
}

/** Holds from the next night on, for all conversations of the mandate. */
export async function changeChatSettings(
  db: Db,
  by: AuditBy,
  { keepDays }: { readonly keepDays: number | null },
): Promise<{ keepDays: number | null }> {
  await transaction(db, async (tx) => {
    const before = (await findKeepDays(tx, by.mandateId)) ?? null;
    if (before === keepDays) return;
    await putKeepDays(tx, by.mandateId, keepDays);
    await recordAudit(tx, by, {
      action: 'chat.retention_changed',
      subject: by.mandateId,
      before: { keepDays: before },
      after: { keepDays },
    });
  });
  return { keepDays };
}

const AT_ONCE = 200;

/** Deletes what is kept no longer; bookings stay. */
export async function deleteOldConversations(db: Db): Promise<void> {
  while ((await deleteOutdated(db, AT_ONCE)) === AT_ONCE);
  await deleteUnsentFiles(db);
}
