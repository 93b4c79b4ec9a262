import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { createMandate } from '#identity/mandates/mandate.service.ts';
import type { Role } from '#identity/permissions.ts';
import { createUser } from '#identity/users/user.service.ts';
import type { ApiKeyId, MandateId, UserId } from '#kernel/id.ts';

export interface TestMember {
  readonly mandateId: MandateId;
  readonly userId: UserId;
  readonly keyId: ApiKeyId;
  /** `rpn_...` with the scope `call`. */
  readonly key: string;
}

let made = 0;

/** A new mandate with one user who has a key; without billing settings. */
export async function makeMember(db: Db, role: Role = 'user'): Promise<TestMember> {
  const mandateId = await transaction(db, (tx) => createMandate(tx, { name: `Muster ${++made} AG` }));
  return addMember(db, mandateId, role);
}

/** One more user of a mandate, with a key. */
export async function addMember(db: Db, mandateId: MandateId, role: Role = 'user'): Promise<TestMember> {
  const email = `user-${++made}@example.ch`;
  const userId = await transaction(db, (tx) => createUser(tx, { mandateId, email, role }));
  const { keyId, key } = await createApiKey(db, { mandateId, userId, name: 'test' });
  return { mandateId, userId, keyId, key };
}
