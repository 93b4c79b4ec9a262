import { transaction } from '#db/transaction.ts';
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
    return { answer: { userId: await transaction(db, (tx) => createUser(tx, request)) } };
  },
});
