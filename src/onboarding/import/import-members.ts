import type { Tx } from '#db/database.ts';
import { deleteMembership, updateRole } from '#identity/members/member.store.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { deleteMember, isAsItCame, upsertMembers } from './import-known.store.ts';
import type { PlanSteps } from './import-plan.ts';
import type { SubjectUser } from './import-subject.ts';
import { ensureUsers, insertMemberships, updateUserName } from './import-user.store.ts';

/**
 * Users come over without a password and without a mail: they are invited when the platform is switched.
 * A member whose role was changed in Rappen keeps it.
 */
export async function applyMembers(
  tx: Tx,
  platform: string,
  mandateId: MandateId,
  steps: PlanSteps,
): Promise<void> {
  const ids = await ensureUsers(tx, platform, steps.users);
  const idOfUser = ({ externalId }: SubjectUser) => must(ids.get(externalId), 'a user of the plan');
  for (const user of steps.renamed) await updateUserName(tx, platform, user, idOfUser(user));
  const joining = steps.joining.map(({ user, role }) => ({ userId: idOfUser(user), role }));
  await insertMemberships(tx, mandateId, joining);
  const changing = steps.roleChanges.map(({ user, role }) => ({ userId: idOfUser(user), role }));
  for (const { userId, role } of changing) {
    if (await isAsItCame(tx, mandateId, userId)) await updateRole(tx, mandateId, userId, role);
  }
  await upsertMembers(tx, mandateId, [...joining, ...changing]);
  for (const userId of steps.leaving) {
    if (await isAsItCame(tx, mandateId, userId)) await deleteMembership(tx, mandateId, userId);
    await deleteMember(tx, mandateId, userId);
  }
}
