import type { Db } from '#db/database.ts';
import { invalidRequest } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { requireMandate } from '../mandates/mandate.service.ts';
import { isPossible, modelResource, providerResource, type Resource, type Role } from '../permissions.ts';
import { roleExists, upsertRule } from './role.store.ts';

export interface ProviderPermission {
  readonly mandateId: MandateId;
  readonly role: Role;
  /** A provider's name, checked by the caller against those that exist. */
  readonly provider: string;
  /** Only this model of it, by the catalogue's name. */
  readonly model?: string;
  readonly allowed: boolean;
}

/**
 * Allows or denies a role a provider or a model, for every process within a second. Returns the resource.
 * Throws `not_found` for the mandate, `invalid_request` for a role that it has not, or that can never be allowed this.
 */
export async function setProviderPermission(db: Db, permission: ProviderPermission): Promise<Resource> {
  const { mandateId, role, provider, model, allowed } = permission;
  await requireMandate(db, mandateId);
  await requireRole(db, mandateId, role);
  const resource = model === undefined ? providerResource(provider) : modelResource(provider, model);
  if (allowed && !isPossible(role, resource)) throw invalidRequest('role', `a ${role} may not call AI`);
  await upsertRule(db, mandateId, role, { resource, allowed });
  return resource;
}

/** Throws `invalid_request` if the mandate does not have the role: only the root mandate has system administrators. */
export async function requireRole(db: Db, mandateId: MandateId, role: Role): Promise<void> {
  if (await roleExists(db, mandateId, role)) return;
  throw invalidRequest('role', `this mandate has no role ${role}`);
}
