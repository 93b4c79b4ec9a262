import type { Db } from '#db/database.ts';
import { type ApiKeyId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { identityTables } from '../identity.tables.ts';

/** How the keys of the mandate are called, also those that have ended. Ask only for keys that the caller may see. */
export async function namesOfKeys(
  db: Db,
  mandateId: MandateId,
  ids: Iterable<ApiKeyId>,
): Promise<ReadonlyMap<ApiKeyId, string>> {
  const uuids = [...new Set(ids)].map(uuidOf);
  if (uuids.length === 0) return new Map();
  const rows = await identityTables(db)
    .selectFrom('api_key')
    .select(['key_id', 'name'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('key_id', 'in', uuids)
    .execute();
  return new Map(rows.map(({ key_id, name }) => [idOf('key', key_id), name]));
}
