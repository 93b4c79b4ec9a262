import { transaction } from '#db/transaction.ts';
import { createMandate } from '#identity/mandates/mandate.service.ts';
import { createUser } from '#identity/users/user.service.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
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
