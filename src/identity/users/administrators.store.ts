import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { identityTables } from '../identity.tables.ts';
import { ROOT_MANDATE_ID } from '../mandates/mandate.ts';
import type { Role } from '../permissions.ts';

/** The e-mail addresses of the operator's system administrators: whom an alarm goes to. */
export function administratorAddresses(db: Db): Promise<string[]> {
  return addressesOf(db, ROOT_MANDATE_ID, 'system_administrator');
}

/** The e-mail addresses of a mandate's own administrators. */
export function mandateAdministratorAddresses(db: Db, mandateId: MandateId): Promise<string[]> {
  return addressesOf(db, mandateId, 'mandate_admin');
}

async function addressesOf(db: Db, mandateId: MandateId, role: Role): Promise<string[]> {
  const rows = await identityTables(db)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.mandate_id', '=', uuidOf(mandateId))
    .where('membership.role', '=', role)
    .orderBy('app_user.email')
    .select('app_user.email')
    .execute();
  return rows.map(({ email }) => email);
}
