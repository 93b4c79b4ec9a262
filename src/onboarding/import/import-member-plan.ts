import type { Role } from '#identity/permissions.ts';
import type { UserId } from '#kernel/id.ts';
import type { RolesOfMandate } from './import-roles.ts';
import type { ImportSubject, SubjectUser } from './import-subject.ts';

interface NewRole {
  readonly user: SubjectUser;
  readonly role: Role;
}

export interface MemberPlan {
  readonly newUsers: readonly SubjectUser[];
  readonly renamed: readonly SubjectUser[];
  readonly joining: readonly NewRole[];
  readonly roleChanges: readonly NewRole[];
  readonly leaving: readonly UserId[];
  readonly leftAlone: readonly string[];
}

/**
 * Who becomes a member, gets another role, or leaves; `isSaid`: the source says so. Who was made another here, or is no member here any
 * more, stays so. Throws `RoleFault`.
 */
export function planMembers(
  { users, left }: Pick<ImportSubject, 'users' | 'left'>,
  roles: RolesOfMandate,
  isSaid: boolean,
): MemberPlan {
  const members = isSaid ? users.filter((user) => user.roles.length > 0) : [];
  const roleOf = new Map(members.map((user) => [user, roles.roleOf(user)]));
  const become = (some: readonly SubjectUser[]) =>
    some.flatMap((user) => {
      const role = roleOf.get(user);
      return role === undefined ? [] : [{ user, role }];
    });
  const fresh = members.filter(({ roleBefore }) => roleBefore === undefined);
  const changed = members.filter(
    (user) => user.roleBefore !== undefined && user.roleBefore !== roleOf.get(user),
  );
  const kept = [
    ...fresh.filter(({ roleHere }) => roleHere !== undefined),
    ...changed.filter(({ roleHere, roleBefore }) => roleHere !== roleBefore),
  ].filter((user) => user.roleHere !== roleOf.get(user));
  const gone = isSaid ? left : [];
  const staying = gone.filter(
    ({ roleHere, roleBefore }) => roleHere !== undefined && roleHere !== roleBefore,
  );
  const renamed = users.filter(({ name, nameBefore }) => nameBefore !== undefined && nameBefore !== name);
  const named = renamed.filter(
    ({ name, nameBefore, nameHere }) => nameHere !== nameBefore && nameHere !== name,
  );
  return {
    newUsers: users.filter(({ userId }) => userId === undefined),
    renamed: renamed.filter(({ nameBefore, nameHere }) => nameHere === nameBefore),
    joining: become(fresh.filter((user) => !kept.includes(user))),
    roleChanges: become(changed.filter(({ roleHere, roleBefore }) => roleHere === roleBefore)),
    leaving: gone.filter(({ roleHere, roleBefore }) => roleHere === roleBefore).map(({ userId }) => userId),
    leftAlone: [
      ...counted(kept.length + staying.length, 'members who were changed here'),
      ...counted(named.length, 'users who have another name here'),
    ],
  };
}

function counted(count: number, what: string): string[] {
  return count > 0 ? [`${count} ${what}`] : [];
}
