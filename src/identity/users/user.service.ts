import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type MandateId, newId, type UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#kernel/password-length.ts';
import { requireMandate } from '../mandates/mandate.service.ts';
import type { Role } from '../permissions.ts';
import { requireRole } from '../roles/role.service.ts';
import { readEmail, readName } from '../text.ts';
import { hashPassword } from './password.ts';
import { findRole, findUserByEmail, insertMembership, insertUser } from './user.store.ts';

export interface CreateUserRequest {
  readonly mandateId: MandateId;
  readonly email: string;
  /** Default: what stands before the `@`. */
  readonly name?: string;
  readonly role: Role;
  /** Default: `de`. */
  readonly language?: Language;
  /** At least 12 characters. Without one the user has no password yet. */
  readonly password?: string;
}

/**
 * A member of the mandate. A person who is known by this address already (from another mandate) keeps id, name and password.
 * Throws `not_found` for the mandate, `invalid_request`, and `already_done` with the `user_id` of one who is a member.
 */
export async function createUser(tx: Tx, request: CreateUserRequest): Promise<UserId> {
  const { mandateId, role } = request;
  const email = readEmail('email', request.email);
  await requireMandate(tx, mandateId);
  await requireRole(tx, mandateId, role);
  const userId = await findOrInsertUser(tx, email, request);
  if (!(await insertMembership(tx, mandateId, userId, role))) {
    throw new AppError('already_done', { user_id: userId }, 'This user is a member of the mandate already.');
  }
  return userId;
}

/** The role of a member. Throws `not_found`: a user of another mandate does not exist in this one. */
export async function requireMember(db: Db, mandateId: MandateId, userId: UserId): Promise<Role> {
  const role = await findRole(db, mandateId, userId);
  if (!role) throw new AppError('not_found', { user: userId }, 'There is no such user in this mandate.');
  return role;
}

async function findOrInsertUser(tx: Tx, email: string, request: CreateUserRequest): Promise<UserId> {
  const name = readName('name', request.name ?? email.slice(0, email.indexOf('@')));
  const passwordHash =
    request.password === undefined ? null : await hashPassword(readPassword(request.password));
  const id = newId('usr');
  const { language = 'de' } = request;
  if (await insertUser(tx, { id, email, name, language, passwordHash })) return id;
  const known = must(await findUserByEmail(tx, email), 'the user whose address is taken');
  if (passwordHash !== null && (await findRole(tx, request.mandateId, known)) === undefined) {
    throw invalidRequest('password', 'this user is known from another mandate and has a password of his own');
  }
  return known;
}

function readPassword(password: string): string {
  if (password.length >= MIN_PASSWORD_LENGTH && password.length <= MAX_PASSWORD_LENGTH) return password;
  throw invalidRequest('password', `must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`);
}
