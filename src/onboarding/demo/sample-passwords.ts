import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import { hashPassword } from '#identity/users/password.ts';
import { insertPassword } from '#identity/users/user.store.ts';
import { idOf } from '#kernel/id.ts';
import { SAMPLE_EMAILS, SAMPLE_PASSWORD } from './sample-mandates.ts';

/** Everybody of the sample data who has no password gets the well-known one. One hash for all: it hides nothing. Answers how many. */
export async function giveSamplePasswords(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from app_user u
    where email = any(${SAMPLE_EMAILS}::text[])
      and not exists (select from app_account a where a.user_id = u.id and a.provider_id = 'credential')`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const hash = await hashPassword(SAMPLE_PASSWORD);
  for (const { id } of rows) await insertPassword(tx, idOf('usr', id), hash);
  return rows.length;
}

/** No password, and nobody is signed in any more. */
export async function takeSamplePasswords(tx: Tx): Promise<void> {
  await sql`
    with person as (select id from app_user where email = any(${SAMPLE_EMAILS}::text[])),
         signed_in as (delete from app_session using person where user_id = person.id)
    delete from app_account using person where user_id = person.id and provider_id = 'credential'`.execute(
    tx,
  );
}
