import type { Db } from '#db/database.ts';
import type { Actor } from '#identity/actor.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { AppError } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findMonthlyLimit } from './limit.store.ts';

/** The mandate that the key belongs to with which somebody acts: the operator's reaches into others. */
export function homeOfKey(actor: Actor): MandateId {
  return actor.isOperator ? ROOT_MANDATE_ID : actor.mandateId;
}

/** What the key with which somebody acts may itself spend in a month; undefined: no key, or no limit. */
export async function limitOfActingKey(db: Db, actor: Actor): Promise<NanoChf | undefined> {
  if (actor.apiKeyId === undefined) return undefined;
  return findMonthlyLimit(db, homeOfKey(actor), { scope: 'key', subjectId: actor.apiKeyId });
}

/** A key that is limited itself gives no key more than it has, least of all itself. Throws `permission_denied`. */
export async function requireWithinActingKey(
  db: Db,
  actor: Actor,
  monthly: NanoChf | undefined,
): Promise<void> {
  const own = await limitOfActingKey(db, actor);
  if (own === undefined || (monthly !== undefined && monthly <= own)) return;
  throw new AppError(
    'permission_denied',
    { most: formatChf(own) },
    'The key with which you act is limited, and gives no key more than it has.',
  );
}
