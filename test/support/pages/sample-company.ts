import { transaction } from '#db/transaction.ts';
import { createMandate } from '#identity/mandates/mandate.service.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import type { Role } from '#identity/permissions.ts';
import { createUser } from '#identity/users/user.service.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { PASSWORD } from '../person.ts';
import type { TestRappen } from '../rappen.ts';

export interface PagePerson {
  readonly userId: UserId;
  readonly email: string;
  readonly password: string;
}

let made = 0;

/** Somebody with a password in a mandate: `openPage(rappen, { as: await personIn(...) })`. */
export function personIn(
  rappen: TestRappen,
  mandateId: MandateId,
  role: Role,
  name = `Person ${made + 1}`,
): Promise<PagePerson> {
  const email = `page-person-${++made}@example.ch`;
  return transaction(rappen.context.database.db, async (tx) => {
    const userId = await createUser(tx, { mandateId, email, name, role, password: PASSWORD });
    return { userId, email, password: PASSWORD };
  });
}

/** The operator, in the root mandate. */
export function operatorPerson(rappen: TestRappen): Promise<PagePerson> {
  return personIn(rappen, ROOT_MANDATE_ID, 'system_administrator', 'Olga Operator');
}

/** Another mandate, without billing yet. */
export function emptyMandate(rappen: TestRappen, name: string): Promise<MandateId> {
  return transaction(rappen.context.database.db, (tx) => createMandate(tx, { name }));
}
