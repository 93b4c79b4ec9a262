import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, newUuid, type UserId } from '#kernel/id.ts';
import { LANGUAGES, type Language } from '#kernel/language.ts';
import { signInTables } from './sign-in.tables.ts';

export interface Person {
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

/** `email` in lower case. */
export async function findPerson(db: Db, by: { readonly email: string }): Promise<Person | undefined> {
  const row = await signInTables(db)
    .selectFrom('app_user')
    .select(['id', 'email', 'name', 'language'])
    .where('email', '=', by.email)
    .executeTakeFirst();
  if (!row) return undefined;
  const language = LANGUAGES.find((language) => language === row.language) ?? 'de';
  return { userId: idOf('usr', row.id), email: row.email, name: row.name, language };
}

/**
 * A secret of 32 random bytes that sets the user's password once, by better-auth's `/reset-password`. The row is what
 * better-auth would have written, and holds only the secret's hash.
 */
export async function insertPasswordLink(tx: Tx, userUuid: string, lifeSeconds: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`
    insert into sign_in_proof (id, identifier, value, expires_at)
    values (${newUuid()}, ${identifierOf(token)}, ${userUuid}, now() + make_interval(secs => ${lifeSeconds}))`.execute(
    tx,
  );
  // Now he hears of Rappen: from here on he gets its mails.
  await sql`update app_user set awaits_invitation = false where id = ${userUuid} and awaits_invitation`.execute(
    tx,
  );
  return token;
}

/** Ends every link, and every sign-in that waits for a second factor, of this user. */
export async function dropProofsOf(db: Db, userUuid: string): Promise<void> {
  await signInTables(db).deleteFrom('sign_in_proof').where('value', '=', userUuid).execute();
}

/** As better-auth hashes it with `storeIdentifier: 'hashed'`. */
function identifierOf(token: string): string {
  return createHash('sha256').update(`reset-password:${token}`).digest('base64url');
}
