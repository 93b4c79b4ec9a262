import { isPossible, ROLES, type Role } from '#identity/permissions.ts';
import type { ImportMapping } from './import-mapping.ts';
import type { RoleRecord } from './import-record.ts';
import type { ImportSubject, Place, SubjectUser } from './import-subject.ts';

export interface RolesOfMandate {
  /** What each role of Rappen may use, and of `*` alone where it may use all. */
  readonly providers: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** The role of Rappen that a member with his roles of the platform gets. Throws `RoleFault`. */
  roleOf(member: Pick<SubjectUser, 'externalId' | 'roles' | 'place'>): Role;
}

/** Roles that cannot be told in Rappen's without allowing more, or less, than before. */
export class RoleFault extends Error {
  readonly place: Place;

  constructor(place: Place, message: string) {
    super(message);
    this.place = place;
  }
}

/**
 * Rappen has four roles, and a person one of them in a mandate. So two roles of the platform can become one only if they may use
 * the same, and who has two gets the higher one only if that may use all of both. Throws `RoleFault`.
 */
export function rolesOfMandate(
  lines: ImportSubject['roles'],
  mapping: Pick<ImportMapping, 'roles'>,
  isRoot: boolean,
): RolesOfMandate {
  const names = new Map<string, Role>();
  const providers: Partial<Record<Role, readonly string[]>> = {};
  for (const { record, place } of lines) {
    const role = rappenRole(record, place, mapping, isRoot);
    const allowed = record.providers.includes('*') ? ['*'] : record.providers;
    const others = providers[role];
    if (others && others.join() !== allowed.join()) {
      throw new RoleFault(place, `two roles become ${role}, and may not use the same providers`);
    }
    names.set(record.role, role);
    providers[role] = allowed;
  }
  return { providers, roleOf: (member) => highest(member, names, providers) };
}

function rappenRole(
  { role: name, rappenRole: stated, providers }: RoleRecord,
  place: Place,
  { roles }: Pick<ImportMapping, 'roles'>,
  isRoot: boolean,
): Role {
  // A role may be called like something that every object has.
  const mapped = Object.hasOwn(roles, name) ? roles[name] : undefined;
  const role = stated ?? mapped ?? ROLES.find((known) => known === name);
  if (role === undefined)
    throw new RoleFault(place, `role ${name}: the mapping does not say what it becomes`);
  if (role === 'system_administrator' && !isRoot) {
    throw new RoleFault(place, `role ${name}: only the root mandate has a system_administrator`);
  }
  if (providers.length > 0 && !isPossible(role, 'resource.aicore.any')) {
    throw new RoleFault(place, `role ${name}: a ${role} may not call AI`);
  }
  return role;
}

function highest(
  { externalId, roles: given, place }: Parameters<RolesOfMandate['roleOf']>[0],
  names: ReadonlyMap<string, Role>,
  providers: RolesOfMandate['providers'],
): Role {
  const roles = given.map((name) => names.get(name)).filter((role) => role !== undefined);
  const best = ROLES.find((role) => roles.includes(role));
  if (best === undefined) throw new RoleFault(place, `user ${externalId}: has no role`);
  const allowed = providers[best] ?? [];
  const all = roles.flatMap((role) => providers[role] ?? []);
  if (allowed.includes('*') || all.every((provider) => allowed.includes(provider))) return best;
  throw new RoleFault(
    place,
    `user ${externalId}: has the roles ${given.toSorted().join(', ')}, and ${best} alone may not use all that they may`,
  );
}
