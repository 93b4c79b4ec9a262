import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { Actor } from '#identity/actor.ts';
import { requireApiKey, revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { type LockedKey, updateKeyName } from '#identity/api-keys/api-key.store.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { ApiKeyId, UserId } from '#kernel/id.ts';
import { findListedKeys, type ListedKey } from './key-list.store.ts';

/** Who changes keys, and how it is told in the audit log. */
export interface KeyChangeBy {
  readonly actor: Actor;
  readonly by: AuditBy;
}

/** Gives one's own key another name. Throws `not_found`, for a key of somebody else too. */
export async function renameOwnKey(
  db: Db,
  { actor, by }: KeyChangeBy,
  keyId: ApiKeyId,
  name: string,
): Promise<ListedKey> {
  const { mandateId, userId } = actor;
  return transaction(db, async (tx) => {
    const before = await requireKeyOf(tx, actor, keyId, userId);
    if (name !== before.name) {
      await updateKeyName(tx, mandateId, keyId, name);
      await recordAudit(tx, by, {
        action: 'api_key.renamed',
        subject: keyId,
        before: { name: before.name },
        after: { name },
      });
    }
    const [listed] = await findListedKeys(tx, mandateId, { keyId, limit: 1 });
    return must(listed, 'the key');
  });
}

/**
 * Ends a key, and what was issued with it, within a second everywhere; one that is revoked stays so. `ownedBy`: only a key of this user; undefined: any
 * of the mandate. Throws `not_found`.
 */
export async function endKey(
  db: Db,
  { actor, by }: KeyChangeBy,
  keyId: ApiKeyId,
  ownedBy: UserId | undefined,
): Promise<void> {
  await transaction(db, async (tx) => {
    const { userId, name, last4 } = await requireKeyOf(tx, actor, keyId, ownedBy);
    const revoked = await revokeApiKey(tx, actor.mandateId, keyId);
    if (revoked.length === 0) return;
    await recordAudit(tx, by, {
      action: 'api_key.revoked',
      subject: keyId,
      before: { userId, name, last4 },
      after: { revoked },
    });
  });
}

async function requireKeyOf(
  tx: Tx,
  { mandateId }: Actor,
  keyId: ApiKeyId,
  ownedBy: UserId | undefined,
): Promise<LockedKey> {
  const key = await requireApiKey(tx, mandateId, keyId);
  if (ownedBy === undefined || key.userId === ownedBy) return key;
  throw new AppError('not_found', { key: keyId }, 'There is no such key in this mandate.');
}
