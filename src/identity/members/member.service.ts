import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { AppError, fieldIn, invalidRequest } from '#kernel/error.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { type Actor, refuseRoleAbove } from '../actor.ts';
import { type AuditBy, recordAudit } from '../audit/audit.ts';
import { lockMandate } from '../mandates/mandate.store.ts';
import { ROLES, type Role } from '../permissions.ts';
import { requireRole } from '../roles/role.service.ts';
import type { PasswordLinks } from '../sign-in/password-links.ts';
import { removeSecondFactor } from '../sign-in/session.store.ts';
import { createUser } from '../users/user.service.ts';
import {
  countMembers,
  countMemberships,
  deleteMembership,
  findMembers,
  type Member,
  updateRole,
  updateUserName,
} from './member.store.ts';

export interface MemberDeps {
  readonly db: Db;
  readonly passwordLinks: Pick<PasswordLinks, 'createInvitation'>;
  /** What else is done for a new member, in the same transaction. */
  readonly onJoined: (tx: Tx, by: AuditBy, userId: UserId) => Promise<void>;
}

/** Who changes members, and how it is told in the audit log. */
export interface MemberChangeBy {
  readonly actor: Actor;
  readonly by: AuditBy;
}

export interface Invitation {
  readonly email: string;
  readonly name?: string | undefined;
  readonly role: Role;
  /** Of the mail, and of the pages until the person chooses another. */
  readonly language: Language;
}

/**
 * Makes a person a member; who has no way to sign in yet gets a link to set a password. A person who is known from another
 * mandate keeps his name, and a member sees of him what every member is seen by. Throws `invalid_request`, `already_done`, `permission_denied`.
 */
export async function inviteMember(
  deps: MemberDeps,
  { actor, by }: MemberChangeBy,
  request: Invitation,
): Promise<Member> {
  const { mandateId } = actor;
  refuseRoleAbove(actor, request.role);
  return transaction(deps.db, async (tx) => {
    const { role, email, name, language } = request;
    const named = name === undefined ? {} : { name };
    const userId = await createUser(tx, { mandateId, role, email, language, ...named }).catch(
      fieldIn('body'),
    );
    const member = await requireMemberOf(tx, mandateId, userId);
    if (member.state !== 'active') {
      await deps.passwordLinks.createInvitation(tx, { ...member, mandateId });
    }
    await deps.onJoined(tx, by, userId);
    await recordAudit(tx, by, {
      action: 'user.invited',
      subject: userId,
      after: { email: member.email, role },
    });
    return member;
  });
}

/**
 * Gives a member another role, or another name if this mandate is his only one. The mandate's last administrator stays one.
 * Throws `not_found`, `permission_denied`, `conflict`, `invalid_request`.
 */
export async function changeMember(
  deps: MemberDeps,
  { actor, by }: MemberChangeBy,
  userId: UserId,
  change: { readonly role?: Role | undefined; readonly name?: string | undefined },
): Promise<Member> {
  const { mandateId } = actor;
  return transaction(deps.db, async (tx) => {
    // One change of members at a time: else two could demote each other, and nobody would be left.
    await lockMandate(tx, mandateId);
    const before = await requireMemberOf(tx, mandateId, userId);
    refuseRoleAbove(actor, before.role);
    if (change.role !== undefined && change.role !== before.role) {
      refuseRoleAbove(actor, change.role);
      if (userId === actor.userId) refuseRaise(actor, before.role, change.role);
      await requireRole(tx, mandateId, change.role).catch(fieldIn('body'));
      await refuseLastAdministrator(tx, mandateId, before.role);
      await updateRole(tx, mandateId, userId, change.role);
    }
    if (change.name !== undefined && change.name !== before.name) await rename(tx, userId, change.name);
    const after = await requireMemberOf(tx, mandateId, userId);
    await recordAudit(tx, by, {
      action: 'user.changed',
      subject: userId,
      before: { role: before.role, name: before.name },
      after: { role: after.role, name: after.name },
    });
    return after;
  });
}

/** Ends a membership; his keys stop within a second, his bookings stay. Throws as `changeMember`. */
export async function removeMember(
  deps: MemberDeps,
  { actor, by }: MemberChangeBy,
  userId: UserId,
): Promise<void> {
  const { mandateId } = actor;
  await transaction(deps.db, async (tx) => {
    await lockMandate(tx, mandateId);
    const { role, email } = await requireMemberOf(tx, mandateId, userId);
    refuseRoleAbove(actor, role);
    await refuseLastAdministrator(tx, mandateId, role);
    await deleteMembership(tx, mandateId, userId);
    await recordAudit(tx, by, { action: 'user.removed', subject: userId, before: { role, email } });
  });
}

/** Sends the link to set a password, for the first time or again. Throws `not_found`, and `conflict` for who has signed in already. */
export async function inviteAgain(
  deps: MemberDeps,
  { actor, by }: MemberChangeBy,
  userId: UserId,
): Promise<void> {
  const { mandateId } = actor;
  await transaction(deps.db, async (tx) => {
    const member = await requireMemberOf(tx, mandateId, userId);
    if (member.state === 'active') throw new AppError('conflict', {}, 'This user has a password already.');
    await deps.passwordLinks.createInvitation(tx, { ...member, mandateId });
    const action = member.state === 'invited' ? 'user.invited_again' : 'user.invited';
    await recordAudit(tx, by, { action, subject: userId });
  });
}

/**
 * For a member who has lost his second factor and its recovery codes: he signs in with the password alone again, and is
 * signed out everywhere. Somebody who belongs to other mandates too is the operator's to help: the factor guards these as well.
 */
export async function resetSecondFactor(
  deps: Pick<MemberDeps, 'db'>,
  { actor, by }: MemberChangeBy,
  userId: UserId,
): Promise<void> {
  await transaction(deps.db, async (tx) => {
    const { role, twoFactorEnabled } = await requireMemberOf(tx, actor.mandateId, userId);
    refuseRoleAbove(actor, role);
    if (!twoFactorEnabled) throw new AppError('conflict', {}, 'This user has no second factor.');
    if (!actor.isOperator && (await countMemberships(tx, userId)) > 1n) {
      throw new AppError('permission_denied', { resource: 'resource.identity.users', role: actor.role });
    }
    await removeSecondFactor(tx, userId);
    await recordAudit(tx, by, { action: 'user.second_factor_removed', subject: userId });
  });
}

/** Throws `not_found`: a user of another mandate does not exist in this one. */
export async function requireMemberOf(db: Db, mandateId: MandateId, userId: UserId): Promise<Member> {
  const [member] = await findMembers(db, mandateId, { userId, limit: 1 });
  if (!member) throw new AppError('not_found', { user: userId }, 'There is no such user in this mandate.');
  return member;
}

/** Nobody gives himself more than he has, not even the operator in a customer's mandate. */
function refuseRaise(actor: Actor, from: Role, to: Role): void {
  if (ROLES.indexOf(to) >= ROLES.indexOf(from)) return;
  throw new AppError('permission_denied', { resource: 'resource.identity.users', role: actor.role });
}

async function refuseLastAdministrator(tx: Tx, mandateId: MandateId, role: Role): Promise<void> {
  if (role !== 'mandate_admin' && role !== 'system_administrator') return;
  if ((await countMembers(tx, mandateId, role)) > 1n) return;
  throw new AppError(
    'conflict',
    { role },
    `The last ${role} of a mandate stays one: give somebody else this role first.`,
  );
}

/** A person belongs to himself: a mandate names only who belongs to it alone. */
async function rename(tx: Tx, userId: UserId, name: string): Promise<void> {
  if ((await countMemberships(tx, userId)) > 1n) {
    throw invalidRequest('body.name', 'this user belongs to other mandates too, and keeps the name');
  }
  await updateUserName(tx, userId, name);
}
