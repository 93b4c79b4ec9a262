import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { identityTables } from '../identity.tables.ts';
import { ROOT_MANDATE_ID } from '../mandates/mandate.ts';
import type { Role } from '../permissions.ts';

interface Administrator {
  readonly email: string;
  readonly language: Language;
}

/** The operator's system administrators: whom an alarm goes to, and in which language. */
export function systemAdministrators(db: Db): Promise<Administrator[]> {
  return peopleOf(db, ROOT_MANDATE_ID, 'system_administrator');
}

/** The e-mail addresses of a mandate's own administrators; without those who came over by an import and were not invited yet. */
export async function mandateAdministratorAddresses(db: Db, mandateId: MandateId): Promise<string[]> {
  return (await peopleOf(db, mandateId, 'mandate_admin')).map(({ email }) => email);
}

function peopleOf(db: Db, mandateId: MandateId, role: Role): Promise<Administrator[]> {
  return identityTables(db)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.mandate_id', '=', uuidOf(mandateId))
    .where('membership.role', '=', role)
    .where(sql<boolean>`not user_is_silent(app_user)`)
    .orderBy('app_user.email')
    .select(['app_user.email', 'app_user.language'])
    .execute();
}
