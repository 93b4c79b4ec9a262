import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';

export interface ProviderObject {
  readonly mandateId: MandateId;
  readonly provider: string;
  /** As the provider names it: `resp_...`. */
  readonly objectId: string;
}

interface ProviderObjectTable {
  mandate_id: string;
  provider: string;
  object_id: string;
}

/** Remembers whose objects these are; known ones are passed over. */
export async function insertProviderObjects(db: Db, objects: readonly ProviderObject[]): Promise<void> {
  await tables(db)
    .insertInto('provider_object')
    .values(
      objects.map(({ mandateId, provider, objectId }) => ({
        mandate_id: uuidOf(mandateId),
        provider,
        object_id: objectId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Which of these ids the provider gave to this mandate. */
export async function findProviderObjects(
  db: Db,
  mandateId: MandateId,
  provider: string,
  objectIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tables(db)
    .selectFrom('provider_object')
    .select('object_id')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('provider', '=', provider)
    .where('object_id', 'in', objectIds)
    .execute();
  return new Set(rows.map((row) => row.object_id));
}

function tables(db: Db) {
  return db.withTables<{ provider_object: ProviderObjectTable }>();
}
