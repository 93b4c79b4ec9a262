import type { Db, Tx } from '#db/database.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { identityTables } from '../identity.tables.ts';
import { defaultRules, type Role } from '../permissions.ts';
import type { Mandate, MandateStatus } from './mandate.ts';

/** False if there is a mandate with this id already. */
export async function insertMandate(tx: Tx, id: MandateId, name: string): Promise<boolean> {
  const inserted = await identityTables(tx)
    .insertInto('mandate')
    .values({ mandate_id: uuidOf(id), name })
    .onConflict((conflict) => conflict.column('mandate_id').doNothing())
    .returning('mandate_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Gives a new mandate its roles, each with all that it may do at most. */
export async function insertRoles(tx: Tx, mandateId: MandateId, roles: readonly Role[]): Promise<void> {
  const mandate_id = uuidOf(mandateId);
  const rules = roles.flatMap((role) =>
    defaultRules(role).map((resource) => ({ mandate_id, role, resource, allowed: true })),
  );
  const tables = identityTables(tx);
  await tables
    .insertInto('role')
    .values(roles.map((role) => ({ mandate_id, role })))
    .execute();
  await tables.insertInto('role_permission').values(rules).execute();
}

export async function findMandate(db: Db, id: MandateId): Promise<Mandate | undefined> {
  const row = await identityTables(db)
    .selectFrom('mandate')
    .select(['mandate_id', 'name', 'status'])
    .where('mandate_id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && { id: idOf('mnd', row.mandate_id), name: row.name, status: row.status };
}

/** Those of the list that exist, in the list's order. */
export async function findMandates(db: Db, ids: readonly MandateId[]): Promise<readonly Mandate[]> {
  if (ids.length === 0) return [];
  const rows = await identityTables(db)
    .selectFrom('mandate')
    .select(['mandate_id', 'name', 'status'])
    .where('mandate_id', 'in', ids.map(uuidOf))
    .execute();
  const mandates = rows.map((row) => ({
    id: idOf('mnd', row.mandate_id),
    name: row.name,
    status: row.status,
  }));
  return mandates.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Others who lock the same mandate wait until the transaction ends. */
export async function lockMandate(tx: Tx, id: MandateId): Promise<void> {
  await identityTables(tx)
    .selectFrom('mandate')
    .select('mandate_id')
    .where('mandate_id', '=', uuidOf(id))
    .forNoKeyUpdate()
    .execute();
}

/** Many, in one order. */
export async function lockMandates(tx: Tx, ids: readonly MandateId[]): Promise<void> {
  await identityTables(tx)
    .selectFrom('mandate')
    .select('mandate_id')
    .where('mandate_id', 'in', ids.map(uuidOf))
    .orderBy('mandate_id')
    .forNoKeyUpdate()
    .execute();
}

export async function updateMandateStatus(db: Db, id: MandateId, status: MandateStatus): Promise<void> {
  await identityTables(db)
    .updateTable('mandate')
    .set({ status })
    .where('mandate_id', '=', uuidOf(id))
    .execute();
}

export async function updateMandateName(tx: Tx, id: MandateId, name: string): Promise<void> {
  await identityTables(tx)
    .updateTable('mandate')
    .set({ name })
    .where('mandate_id', '=', uuidOf(id))
    .execute();
}
