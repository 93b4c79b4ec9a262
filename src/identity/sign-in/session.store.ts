import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type UserId, uuidOf } from '#kernel/id.ts';
import { LANGUAGES } from '#kernel/language.ts';
import type { Session } from '../access/api-caller.ts';
import { signInTables } from './sign-in.tables.ts';

/** Undefined if there is none, or it has expired by the database's clock. */
export async function findSession(db: Db, token: string): Promise<Session | undefined> {
  const row = await signInTables(db)
    .selectFrom('app_session as s')
    .innerJoin('app_user as u', 'u.id', 's.user_id')
    .select(['s.id', 's.user_id', 's.expires_at', 'u.email', 'u.name', 'u.language', 'u.two_factor_enabled'])
    .where('s.token', '=', token)
    .where('s.expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return (
    row && {
      userId: idOf('usr', row.user_id),
      sessionId: row.id,
      email: row.email,
      name: row.name,
      language: LANGUAGES.find((language) => language === row.language) ?? 'de',
      twoFactorEnabled: row.two_factor_enabled,
      expiresAt: row.expires_at,
    }
  );
}

/** Signs the user out everywhere. */
async function revokeSessions(db: Db, userId: UserId): Promise<void> {
  await signInTables(db).deleteFrom('app_session').where('user_id', '=', uuidOf(userId)).execute();
}

/** For somebody who has lost the authenticator and the recovery codes; signed out everywhere, too. */
export async function removeSecondFactor(tx: Tx, userId: UserId): Promise<void> {
  await signInTables(tx).deleteFrom('second_factor').where('user_id', '=', uuidOf(userId)).execute();
  await signInTables(tx)
    .updateTable('app_user')
    .set({ two_factor_enabled: false })
    .where('id', '=', uuidOf(userId))
    .execute();
  await revokeSessions(tx, userId);
}

/** What has expired is of no effect any more; this only makes room. For a recurring job. */
export async function forgetExpired(db: Db): Promise<void> {
  const tables = signInTables(db);
  await tables.deleteFrom('app_session').where('expires_at', '<', sql<Date>`now()`).execute();
  await tables.deleteFrom('sign_in_proof').where('expires_at', '<', sql<Date>`now()`).execute();
  await tables.deleteFrom('sign_in_attempt').where('ends_at', '<', sql<Date>`now()`).execute();
  await tables
    .deleteFrom('second_factor_used_code')
    .where('used_at', '<', sql<Date>`now() - interval '1 hour'`)
    .execute();
}
