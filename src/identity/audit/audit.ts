import type { Tx } from '#db/database.ts';
import type { ApiKeyId, AuditId, Id, IdPrefix, MandateId, UserId } from '#kernel/id.ts';
import { newId } from '#kernel/id.ts';
import { insertAuditEntries } from './audit.store.ts';

/** Who changed something, and where: a person, a key, or a command of the operator's. */
export interface AuditBy {
  /** The mandate that the change is about; the root mandate for what belongs to all. */
  readonly mandateId: MandateId;
  /** Undefined: a command on the operator's machine, or Rappen itself. */
  readonly userId?: UserId | undefined;
  readonly apiKeyId?: ApiKeyId | undefined;
  readonly requestId?: string | undefined;
}

/** A change that somebody made, as it is kept for ever. Never a secret in it. */
export interface AuditEntry {
  /** `user.invited`, `credit.topped_up`: what it is about, and what happened, in the past. */
  readonly action: `${string}.${string}`;
  readonly subject: Id<IdPrefix> | string;
  /** What is different, and how it was; undefined: it was not there. Amounts as decimal text. */
  readonly before?: AuditFacts | undefined;
  readonly after?: AuditFacts | undefined;
  readonly reason?: string | undefined;
}

export type AuditFacts = { readonly [name: string]: AuditFact };
type AuditFact = string | number | boolean | null | readonly AuditFact[] | AuditFacts;

/** Writes the entry in the transaction of the change itself: neither is ever there without the other. */
export async function recordAudit(tx: Tx, by: AuditBy, entry: AuditEntry): Promise<AuditId> {
  const id = newId('aud');
  await insertAuditEntries(tx, [{ id, by, entry }]);
  return id;
}

/** Many at once: for what is changed in batches. */
export async function recordAudits(
  tx: Tx,
  entries: readonly { readonly by: AuditBy; readonly entry: AuditEntry }[],
): Promise<void> {
  await insertAuditEntries(
    tx,
    entries.map((one) => ({ id: newId('aud'), ...one })),
  );
}

/** Who is behind a request. */
export function auditBy(call: {
  readonly actor: {
    readonly mandateId: MandateId;
    readonly userId: UserId;
    readonly apiKeyId: ApiKeyId | undefined;
  };
  readonly requestId: string;
}): AuditBy {
  const { mandateId, userId, apiKeyId } = call.actor;
  return { mandateId, userId, apiKeyId, requestId: call.requestId };
}
