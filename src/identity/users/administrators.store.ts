import type { Db } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { identityTables } from '../identity.tables.ts';
import { ROOT_MANDATE_ID } from '../mandates/mandate.ts';

/** The operator's system administrators: whom an alarm goes to, and in which language. */
export function systemAdministrators(db: Db): Promise<{ email: string; language: Language }[]> {
  return identityTables(db)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.mandate_id', '=', uuidOf(ROOT_MANDATE_ID))
    .where('membership.role', '=', 'system_administrator')
    .orderBy('app_user.email')
    .select(['app_user.email', 'app_user.language'])
    .execute();
}
