import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { likePattern } from '#db/like-pattern.ts';
import { idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { identityTables } from '../identity.tables.ts';
import type { Role } from '../permissions.ts';

/** A person as a mandate knows him. */
export interface Member {
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly role: Role;
  /** `not_invited`: came over by an import, and was not written to yet. `invited`: has not set a password yet. */
  readonly state: 'not_invited' | 'invited' | 'active';
  readonly twoFactorEnabled: boolean;
  readonly memberSince: Date;
}

interface MemberRow {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly role: Role;
  readonly has_account: boolean;
  readonly awaits_invitation: boolean;
  readonly two_factor_enabled: boolean;
  readonly created_at: Date;
}

/** Members by id, which is the order of their becoming known; `after`: the last of the page before. */
export async function findMembers(
  db: Db,
  mandateId: MandateId,
  page: {
    readonly after?: string | undefined;
    readonly limit: number;
    readonly userId?: UserId;
    /** Part of the name or of the e-mail address, upper and lower case alike. */
    readonly text?: string | undefined;
  },
): Promise<readonly Member[]> {
  const conditions = [sql`ms.mandate_id = ${uuidOf(mandateId)}::uuid`];
  if (page.after !== undefined) conditions.push(sql`ms.user_id > ${page.after}::uuid`);
  if (page.userId !== undefined) conditions.push(sql`ms.user_id = ${uuidOf(page.userId)}::uuid`);
  if (page.text !== undefined) {
    const pattern = likePattern(page.text);
    conditions.push(sql`(u.name ilike ${pattern} or u.email ilike ${pattern})`);
  }
  const { rows } = await sql<MemberRow>`
    select ms.user_id, u.email, u.name, u.language, ms.role, u.two_factor_enabled, u.awaits_invitation, ms.created_at,
           exists (select from app_account a where a.user_id = u.id) as has_account
      from membership ms
      join app_user u on u.id = ms.user_id
     where ${sql.join(conditions, sql` and `)}
     order by ms.user_id
     limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    userId: idOf('usr', row.user_id),
    email: row.email,
    name: row.name,
    language: row.language,
    role: row.role,
    state: row.has_account ? 'active' : row.awaits_invitation ? 'not_invited' : 'invited',
    twoFactorEnabled: row.two_factor_enabled,
    memberSince: row.created_at,
  }));
}

export async function countMembers(db: Db, mandateId: MandateId, role: Role): Promise<bigint> {
  const row = await identityTables(db)
    .selectFrom('membership')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('role', '=', role)
    .executeTakeFirst();
  return row?.count ?? 0n;
}

/** In how many mandates the person is a member. */
export async function countMemberships(db: Db, userId: UserId): Promise<bigint> {
  const row = await identityTables(db)
    .selectFrom('membership')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('user_id', '=', uuidOf(userId))
    .executeTakeFirst();
  return row?.count ?? 0n;
}

export async function updateRole(tx: Tx, mandateId: MandateId, userId: UserId, role: Role): Promise<void> {
  await identityTables(tx)
    .updateTable('membership')
    .set({ role })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .execute();
}

export async function updateUserName(tx: Tx, userId: UserId, name: string): Promise<void> {
  await identityTables(tx).updateTable('app_user').set({ name }).where('id', '=', uuidOf(userId)).execute();
}

/** Nobody else changes the membership, or issues keys of it, until the transaction ends. False: there is none. */
export async function lockMembership(tx: Tx, mandateId: MandateId, userId: UserId): Promise<boolean> {
  const row = await identityTables(tx)
    .selectFrom('membership')
    .select('user_id')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the membership, and revokes the keys that belong to it. What was booked stays as it is. */
export async function deleteMembership(tx: Tx, mandateId: MandateId, userId: UserId): Promise<void> {
  const tables = identityTables(tx);
  // First the membership: that waits for a key which is being issued, so that the update sees it.
  await tables
    .deleteFrom('membership')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .execute();
  await tables
    .updateTable('api_key')
    .set({ revoked_at: sql<Date>`now()` })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .where('revoked_at', 'is', null)
    .execute();
}
