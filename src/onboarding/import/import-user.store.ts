import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import type { Role } from '#identity/permissions.ts';
import { idOf, type MandateId, newUuid, type UserId, uuidOf } from '#kernel/id.ts';
import type { SubjectUser } from './import-subject.ts';

export interface NewMember {
  readonly userId: UserId;
  readonly role: Role;
}

/** Makes those who are not known, by one statement each for all; somebody whom Rappen knows by his address stays who he is. */
export async function ensureUsers(
  tx: Tx,
  platform: string,
  users: readonly SubjectUser[],
): Promise<ReadonlyMap<string, UserId>> {
  if (users.length === 0) return new Map();
  const externalIds = users.map(({ externalId }) => externalId);
  const fresh = users.filter(({ emailBefore }) => emailBefore === undefined);
  await insertUsers(tx, platform, fresh);
  const { rows } = await sql<{ external_id: string; user_id: string }>`
    select external_id, user_id from import_user where platform = ${platform} and external_id = any (${externalIds})`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.external_id, idOf('usr', row.user_id)]));
}

async function insertUsers(tx: Tx, platform: string, users: readonly SubjectUser[]): Promise<void> {
  if (users.length === 0) return;
  const ids = users.map(() => newUuid());
  const externalIds = users.map(({ externalId }) => externalId);
  const emails = users.map(({ email }) => email);
  const names = users.map(({ name }) => name);
  const languages = users.map(({ language }) => language);
  await sql`
    insert into app_user (id, email, name, language)
    select * from unnest(${ids}::uuid[], ${emails}::text[], ${names}::text[], ${languages}::text[]) u (id, email, name, language)
    order by u.email
    on conflict (email) do nothing`.execute(tx);
  await sql`
    insert into import_user (platform, external_id, user_id, brought)
    select ${platform}, u.external_id, a.id, jsonb_build_object('email', u.email, 'name', u.name)
    from unnest(${externalIds}::text[], ${emails}::text[], ${names}::text[]) u (external_id, email, name)
    join app_user a on a.email = u.email
    order by u.external_id
    on conflict (platform, external_id) do nothing`.execute(tx);
}

/** Who is a member already keeps the role that he has. */
export async function insertMemberships(
  tx: Tx,
  mandateId: MandateId,
  members: readonly NewMember[],
): Promise<void> {
  if (members.length === 0) return;
  await sql`
    insert into membership (mandate_id, user_id, role)
    select ${uuidOf(mandateId)}::uuid, * from unnest(${members.map(({ userId }) => uuidOf(userId))}::uuid[], ${members.map(({ role }) => role)}::text[])
    on conflict (mandate_id, user_id) do nothing`.execute(tx);
}

/** A name that was changed in Rappen meanwhile stays. */
export async function updateUserName(
  tx: Tx,
  platform: string,
  user: SubjectUser,
  userId: UserId,
): Promise<void> {
  const { externalId, name, nameBefore = '' } = user;
  await sql`update app_user set name = ${name} where id = ${uuidOf(userId)} and name = ${nameBefore}`.execute(
    tx,
  );
  await sql`
    update import_user set brought = brought || jsonb_build_object('name', ${name}::text)
    where platform = ${platform} and external_id = ${externalId}`.execute(tx);
}
