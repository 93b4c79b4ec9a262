import type { Db } from '#db/database.ts';
import { namesOfKeys } from '#identity/api-keys/key-names.store.ts';
import { namesOfUsers, type UserName } from '#identity/users/user-names.store.ts';
import type { ApiKeyId, MandateId, TransactionId, UserId } from '#kernel/id.ts';
import { findOrigins } from '../origins/call-origin.store.ts';
import type { CallOrigin } from '../origins/call-origin.ts';
import type { Transaction } from './billing-transaction.ts';

/** How people call the users and keys that bookings name. */
export interface RowNames {
  readonly users: ReadonlyMap<UserId, UserName>;
  readonly keys: ReadonlyMap<ApiKeyId, string>;
  /** What calls were made for. */
  readonly origins: ReadonlyMap<TransactionId, CallOrigin>;
}

/** Of bookings of one mandate. */
export async function namesIn(db: Db, mandateId: MandateId, rows: readonly Transaction[]): Promise<RowNames> {
  const [users, keys, origins] = await Promise.all([
    namesOfUsers(
      db,
      rows.flatMap(({ userId }) => userId ?? []),
    ),
    namesOfKeys(
      db,
      mandateId,
      rows.flatMap(({ call }) => call?.apiKeyId ?? []),
    ),
    findOrigins(
      db,
      mandateId,
      rows.flatMap(({ id, corrects, call }) => (call && call.feature !== 'api' ? (corrects ?? id) : [])),
    ),
  ]);
  return { users, keys, origins };
}
