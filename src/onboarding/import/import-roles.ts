import { isPossible, ROLES, type Role } from '#identity/permissions.ts';
import type { ImportMapping } from './import-mapping.ts';
import type { RoleRecord } from './import-record.ts';

export interface RolesOfMandate {
  /** What each role of Rappen may use, and of `*` alone where it may use all. */
  readonly providers: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** The role of Rappen that somebody with these roles of the platform gets. Throws `RoleFault`. */
  roleOf(names: readonly string[]): Role;
}

/** Roles that cannot be told in Rappen's without allowing more, or less, than before. */
export class RoleFault extends Error {}

/**
 * Rappen has four roles, and a person one of them in a mandate. So two roles of the platform can become one only if they may use
 * the same, and who has two gets the higher one only if that may use all of both. Throws `RoleFault`.
 */
export function rolesOfMandate(
  records: readonly RoleRecord[],
  mapping: Pick<ImportMapping, 'roles'>,
  isRoot: boolean,
): RolesOfMandate {
  const names = new Map<string, Role>();
  const providers: Partial<Record<Role, readonly string[]>> = {};
  for (const record of records) {
    const role = rappenRole(record, mapping, isRoot);
    const allowed = record.providers.includes('*') ? ['*'] : record.providers;
    const others = providers[role];
    if (others && others.join() !== allowed.join()) {
      throw new RoleFault(`two roles become ${role}, and may not use the same providers`);
    }
    names.set(record.role, role);
    providers[role] = allowed;
  }
  return { providers, roleOf: (given) => highest(given, names, providers) };
}

function rappenRole(record: RoleRecord, { roles }: Pick<ImportMapping, 'roles'>, isRoot: boolean): Role {
  const { role: name, rappenRole: stated, providers } = record;
  const role = stated ?? roles[name] ?? ROLES.find((known) => known === name);
  if (role === undefined) throw new RoleFault(`role ${name}: the mapping does not say what it becomes`);
  if (role === 'system_administrator' && !isRoot) {
    throw new RoleFault(`role ${name}: only the root mandate has a system_administrator`);
  }
  if (providers.length > 0 && !isPossible(role, 'resource.aicore.any')) {
    throw new RoleFault(`role ${name}: a ${role} may not call AI`);
  }
  return role;
}

function highest(
  given: readonly string[],
  names: ReadonlyMap<string, Role>,
  providers: RolesOfMandate['providers'],
): Role {
  const roles = given.map((name) => names.get(name)).filter((role) => role !== undefined);
  const best = ROLES.find((role) => roles.includes(role));
  if (best === undefined) throw new RoleFault('a member has no role');
  const allowed = providers[best] ?? [];
  const all = roles.flatMap((role) => providers[role] ?? []);
  if (allowed.includes('*') || all.every((provider) => allowed.includes(provider))) return best;
  throw new RoleFault(
    `somebody has the roles ${given.toSorted().join(', ')}, and ${best} alone may not use all that they may`,
  );
}
