import type { Db, Tx } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type MandateId, newId } from '#kernel/id.ts';
import { ROLES } from '../permissions.ts';
import { readName } from '../text.ts';
import { findMandate, insertMandate, insertRoles, updateMandateStatus } from './mandate.store.ts';
import { type Mandate, type MandateStatus, ROOT_MANDATE_ID } from './mandate.ts';

/**
 * A mandate with its roles, active at once. Its billing settings are made by billing, in the same transaction.
 * Throws `invalid_request`.
 */
export async function createMandate(tx: Tx, request: { readonly name: string }): Promise<MandateId> {
  const id = newId('mnd');
  await createMandateOnce(tx, id, request.name);
  return id;
}

/** A mandate with an id that is fixed. False if it is there already; of two processes that try at once, one gets true. */
export async function createMandateOnce(tx: Tx, id: MandateId, name: string): Promise<boolean> {
  const created = await insertMandate(tx, id, readName('name', name));
  const hasSystemAdministrators = id === ROOT_MANDATE_ID;
  const roles = ROLES.filter((role) => role !== 'system_administrator' || hasSystemAdministrators);
  if (created) await insertRoles(tx, id, roles);
  return created;
}

/** Throws `not_found`. */
export async function requireMandate(db: Db, id: MandateId): Promise<Mandate> {
  const mandate = await findMandate(db, id);
  if (!mandate) throw new AppError('not_found', { mandate: id }, 'There is no such mandate.');
  return mandate;
}

/**
 * Holds for every process within a second. To close a mandate, and to open a closed one, is billing's: its wallets close with
 * it (`billing/mandates`). Throws `not_found`, `conflict` for a closed one, and `invalid_request` for the root mandate.
 */
export async function setMandateStatus(
  db: Db,
  id: MandateId,
  status: Exclude<MandateStatus, 'closed'>,
): Promise<void> {
  refuseRootMandate(id);
  const before = await requireMandate(db, id);
  if (before.status === 'closed')
    throw new AppError('conflict', { mandate_status: 'closed' }, 'This mandate is closed.');
  await updateMandateStatus(db, id, status);
}

/** Throws `invalid_request`. */
export function refuseRootMandate(id: MandateId): void {
  if (id === ROOT_MANDATE_ID) throw invalidRequest('mandate', 'the root mandate is always active');
}
