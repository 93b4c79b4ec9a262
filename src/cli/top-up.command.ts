import { topUp } from '#billing/transactions/posting.service.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { requireMember } from '#identity/users/user.service.ts';
import { formatChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import { amountChf, id, optional, required, text, textNamed } from './option.ts';

export const topUpCommand = defineCommand({
  name: 'top-up',
  about: 'adds credit, once for each --id: the same again changes nothing',
  options: {
    mandate: required(id('mnd')),
    user: optional(id('usr')),
    amount: required(amountChf),
    id: required(textNamed('KEY')),
    note: optional(text),
  },
  async run({ db }, { mandate, user, amount, id: idempotencyKey, note }) {
    await requireMandate(db, mandate);
    if (user !== undefined) await requireMember(db, mandate, user);
    const posted = await topUp(db, { mandateId: mandate, userId: user, amount, idempotencyKey, note });
    return { answer: { transactionId: posted.transactionId, balanceChf: formatChf(posted.balance) } };
  },
});
