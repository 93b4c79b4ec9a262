import type { Db } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import { identityTables } from '../identity.tables.ts';
import { ROOT_MANDATE_ID } from '../mandates/mandate.ts';

/** The e-mail addresses of the operator's system administrators: whom an alarm goes to. */
export async function administratorAddresses(db: Db): Promise<string[]> {
  const rows = await identityTables(db)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.mandate_id', '=', uuidOf(ROOT_MANDATE_ID))
    .where('membership.role', '=', 'system_administrator')
    .orderBy('app_user.email')
    .select('app_user.email')
    .execute();
  return rows.map(({ email }) => email);
}
