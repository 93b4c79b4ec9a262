import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { Actor } from '#identity/actor.ts';
import { requireApiKey } from '#identity/api-keys/api-key.service.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMembership } from '#identity/members/member.store.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { requireWithinActingKey } from './acting-key.ts';
import { requireRoomForLimit } from './key-chain.ts';
import { setMonthlyLimit } from './limit.service.ts';
import { findMonthlyLimit, findUsedLimits, type LimitSubject, type UsedLimit } from './limit.store.ts';

/** Who changes limits, and how it is told in the audit log. */
export interface LimitChangeBy {
  readonly actor: Actor;
  readonly by: AuditBy;
}

/**
 * Sets what a member or a key may spend in a month, in place of what was set before. Throws `not_found`, `conflict` for a
 * key that can spend nothing any more, `permission_denied` for a key that would give more than it has.
 */
export async function setLimit(
  db: Db,
  { actor, by }: LimitChangeBy,
  subject: LimitSubject,
  monthly: NanoChf,
): Promise<UsedLimit> {
  const { mandateId } = actor;
  return transaction(db, async (tx) => {
    await lockSubject(tx, mandateId, subject);
    if (subject.scope === 'key') await requireWithinActingKey(tx, actor, monthly);
    const before = await findMonthlyLimit(tx, mandateId, subject);
    if (subject.scope === 'key' && before === undefined)
      await requireRoomForLimit(tx, mandateId, subject.subjectId);
    await setMonthlyLimit(tx, { mandateId, ...subject, monthly });
    const [limit] = await findUsedLimits(tx, mandateId, { subject, limit: 1 });
    await recordAudit(tx, by, {
      action: 'limit.set',
      subject: subject.subjectId,
      before: before === undefined ? undefined : { monthlyChf: formatChf(before) },
      after: { monthlyChf: formatChf(monthly) },
    });
    return must(limit, 'the limit that was set');
  });
}

/** The limit of a user or a key of this mandate. Throws `not_found`, also where there is none. */
export async function requireLimit(db: Db, mandateId: MandateId, subject: LimitSubject): Promise<UsedLimit> {
  const [limit] = await findUsedLimits(db, mandateId, { subject, limit: 1 });
  if (!limit) throw noSuchLimit();
  return limit;
}

/** Lifts the limit of a user or a key, of those who have left too. Throws `not_found`, `permission_denied` as `setLimit`. */
export async function liftLimit(db: Db, { actor, by }: LimitChangeBy, subject: LimitSubject): Promise<void> {
  const { mandateId } = actor;
  await transaction(db, async (tx) => {
    const before = await findMonthlyLimit(tx, mandateId, subject);
    if (before === undefined) throw noSuchLimit();
    if (subject.scope === 'key') await requireWithinActingKey(tx, actor, undefined);
    await setMonthlyLimit(tx, { mandateId, ...subject, monthly: undefined });
    await recordAudit(tx, by, {
      action: 'limit.lifted',
      subject: subject.subjectId,
      before: { monthlyChf: formatChf(before) },
    });
  });
}

/** There is such a user or key here; and one change at a time, so that the audit log has them in their order. */
async function lockSubject(tx: Tx, mandateId: MandateId, subject: LimitSubject): Promise<void> {
  if (subject.scope === 'key') {
    const { isLive } = await requireApiKey(tx, mandateId, subject.subjectId);
    if (!isLive) throw new AppError('conflict', {}, 'This key is revoked or expired.');
  } else if (!(await lockMembership(tx, mandateId, subject.subjectId))) {
    throw new AppError('not_found', { user: subject.subjectId }, 'There is no such user in this mandate.');
  }
}

function noSuchLimit(): AppError {
  return new AppError('not_found', {}, 'There is no such limit in this mandate.');
}
