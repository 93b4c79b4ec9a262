import { transaction } from '#db/transaction.ts';
import { createMandate } from '#identity/mandates/mandate.service.ts';
import type { Role } from '#identity/permissions.ts';
import { createUser } from '#identity/users/user.service.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { ApiClient } from './api-client.ts';
import type { TestRappen } from './rappen.ts';

export interface Person {
  readonly mandateId: MandateId;
  readonly userId: UserId;
  readonly email: string;
}

export const PASSWORD = 'correct horse battery';

let made = 0;

/** Somebody in a mandate of his own. `password` null: invited, and without one yet. */
export function newPerson(rappen: TestRappen, password: string | null = PASSWORD): Promise<Person> {
  const email = `person-${++made}@example.ch`;
  return transaction(rappen.context.database.db, async (tx) => {
    const mandateId = await createMandate(tx, { name: `Muster ${made} AG` });
    const userId = await createUser(tx, {
      mandateId,
      email,
      role: 'user',
      ...(password === null ? {} : { password }),
    });
    return { mandateId, userId, email };
  });
}

/** A new member of the mandate who is signed in, as a page of Rappen's own would call the API for him. */
export async function signedInMember(
  rappen: TestRappen,
  mandateId: MandateId,
  role: Role,
): Promise<{ readonly userId: UserId; readonly email: string; readonly api: ApiClient }> {
  const email = `signed-in-${++made}@example.ch`;
  const userId = await transaction(rappen.context.database.db, (tx) =>
    createUser(tx, { mandateId, email, role, password: PASSWORD }),
  );
  const { cookie } = await rappen.signIn(email, PASSWORD);
  return { userId, email, api: new ApiClient(rappen.url, { cookie, origin: new URL(rappen.url).origin }) };
}
