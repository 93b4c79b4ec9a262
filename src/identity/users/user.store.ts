import type { Db, Tx } from '#db/database.ts';
import { idOf, type MandateId, newUuid, type UserId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { identityTables } from '../identity.tables.ts';
import type { Role } from '../permissions.ts';

export interface NewUser {
  readonly id: UserId;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly passwordHash: string | null;
}

/** False if the e-mail address is taken. */
export async function insertUser(tx: Tx, user: NewUser): Promise<boolean> {
  const inserted = await identityTables(tx)
    .insertInto('app_user')
    .values({ id: uuidOf(user.id), email: user.email, name: user.name, language: user.language })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted && user.passwordHash !== null) await insertPassword(tx, user.id, user.passwordHash);
  return inserted !== undefined;
}

/** As better-auth keeps a password: a way to sign in, with the user's own id as the account. */
export async function insertPassword(tx: Tx, userId: UserId, passwordHash: string): Promise<void> {
  const user_id = uuidOf(userId);
  await identityTables(tx)
    .insertInto('app_account')
    .values({
      id: newUuid(),
      user_id,
      provider_id: 'credential',
      account_id: user_id,
      password: passwordHash,
    })
    .execute();
}

/** Upper and lower case do not count. */
export async function findUserByEmail(db: Db, email: string): Promise<UserId | undefined> {
  const row = await identityTables(db)
    .selectFrom('app_user')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  return row && idOf('usr', row.id);
}

/** False if the user is a member already. */
export async function insertMembership(
  tx: Tx,
  mandateId: MandateId,
  userId: UserId,
  role: Role,
): Promise<boolean> {
  const inserted = await identityTables(tx)
    .insertInto('membership')
    .values({ mandate_id: uuidOf(mandateId), user_id: uuidOf(userId), role })
    .onConflict((conflict) => conflict.columns(['mandate_id', 'user_id']).doNothing())
    .returning('user_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The user's role in the mandate; undefined: not a member. */
export async function findRole(db: Db, mandateId: MandateId, userId: UserId): Promise<Role | undefined> {
  const row = await identityTables(db)
    .selectFrom('membership')
    .select('role')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .executeTakeFirst();
  return row?.role;
}
