import { giveWelcomeCredit } from '#billing/postings/welcome-credit.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { ROLES } from '#identity/permissions.ts';
import { createUser } from '#identity/users/user.service.ts';
import { defineCommand } from './command.ts';
import { id, oneOf, optional, optionalWith, required, textNamed } from './option.ts';

export const createUserCommand = defineCommand({
  name: 'create-user',
  about: 'makes a user, or makes a known one a member of one more mandate',
  options: {
    mandate: required(id('mnd')),
    email: required(textNamed('EMAIL')),
    name: optional(textNamed('NAME')),
    role: optionalWith(oneOf(ROLES), 'user'),
    password: optional(textNamed('PASSWORD')),
  },
  async run({ db }, { mandate, email, name, role, password }) {
    const request = {
      mandateId: mandate,
      email,
      role,
      ...(name === undefined ? {} : { name }),
      ...(password === undefined ? {} : { password }),
    };
    const userId = await transaction(db, async (tx) => {
      const id = await createUser(tx, request);
      const by = { mandateId: mandate };
      await giveWelcomeCredit(tx, by, id);
      const after = { email: email.trim().toLowerCase(), role };
      await recordAudit(tx, by, { action: 'user.invited', subject: id, after });
      return id;
    });
    return { answer: { userId } };
  },
});
