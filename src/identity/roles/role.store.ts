import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { identityTables } from '../identity.tables.ts';
import type { PermissionRule, Role } from '../permissions.ts';

export async function roleExists(db: Db, mandateId: MandateId, role: Role): Promise<boolean> {
  const row = await identityTables(db)
    .selectFrom('role')
    .select('role')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('role', '=', role)
    .executeTakeFirst();
  return row !== undefined;
}

export async function upsertRule(
  db: Db,
  mandateId: MandateId,
  role: Role,
  rule: PermissionRule,
): Promise<void> {
  await identityTables(db)
    .insertInto('role_permission')
    .values({ mandate_id: uuidOf(mandateId), role, resource: rule.resource, allowed: rule.allowed })
    .onConflict((conflict) =>
      conflict
        .columns(['mandate_id', 'role', 'resource'])
        .doUpdateSet({ allowed: rule.allowed, changed_at: sql<Date>`now()` }),
    )
    .execute();
}

/** The mandate's rules for a role, by resource. */
export async function findRules(
  db: Db,
  mandateId: MandateId,
  role: Role,
): Promise<readonly PermissionRule[]> {
  return identityTables(db)
    .selectFrom('role_permission')
    .select(['resource', 'allowed'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('role', '=', role)
    .orderBy('resource')
    .execute();
}

export async function deleteRule(db: Db, mandateId: MandateId, role: Role, resource: string): Promise<void> {
  await identityTables(db)
    .deleteFrom('role_permission')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('role', '=', role)
    .where('resource', '=', resource)
    .execute();
}
