import type { Db } from '#db/database.ts';
import { namesOfKeys } from '#identity/api-keys/key-names.store.ts';
import { namesOfUsers, type UserName } from '#identity/users/user-names.store.ts';
import type { ApiKeyId, MandateId, UserId } from '#kernel/id.ts';
import type { Transaction } from './billing-transaction.ts';

/** How people call the users and keys that bookings name. */
export interface RowNames {
  readonly users: ReadonlyMap<UserId, UserName>;
  readonly keys: ReadonlyMap<ApiKeyId, string>;
}

/** Of bookings of one mandate. */
export async function namesIn(db: Db, mandateId: MandateId, rows: readonly Transaction[]): Promise<RowNames> {
  const [users, keys] = await Promise.all([
    namesOfUsers(
      db,
      rows.flatMap(({ userId }) => userId ?? []),
    ),
    namesOfKeys(
      db,
      mandateId,
      rows.flatMap(({ call }) => call?.apiKeyId ?? []),
    ),
  ]);
  return { users, keys };
}
