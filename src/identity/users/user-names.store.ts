import type { Db } from '#db/database.ts';
import { idOf, type UserId, uuidOf } from '#kernel/id.ts';
import { identityTables } from '../identity.tables.ts';

/** How people call a user. */
export interface UserName {
  readonly name: string;
  readonly email: string;
}

/** Those of the users that are known. Ask only for users whose ids come from what the caller may see. */
export async function namesOfUsers(db: Db, ids: Iterable<UserId>): Promise<ReadonlyMap<UserId, UserName>> {
  const uuids = [...new Set(ids)].map(uuidOf);
  if (uuids.length === 0) return new Map();
  const rows = await identityTables(db)
    .selectFrom('app_user')
    .select(['id', 'name', 'email'])
    .where('id', 'in', uuids)
    .execute();
  return new Map(rows.map(({ id, name, email }) => [idOf('usr', id), { name, email }]));
}
