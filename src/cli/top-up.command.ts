import { type Posted, topUp } from '#billing/transactions/posting.service.ts';
import type { Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { requireMember } from '#identity/users/user.service.ts';
import type { MandateId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
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
    const posted = await transaction(db, async (tx) => {
      const credit = { mandateId: mandate, userId: user, amount, idempotencyKey, note };
      const booked = await topUp(tx, credit);
      if (booked.isNew) await recordTopUp(tx, mandate, booked, amount, note);
      return booked;
    });
    return { answer: { transactionId: posted.transactionId, balanceChf: formatChf(posted.balance) } };
  },
});

async function recordTopUp(
  tx: Tx,
  mandateId: MandateId,
  { transactionId, balance }: Posted,
  amount: NanoChf,
  note: string | undefined,
): Promise<void> {
  await recordAudit(
    tx,
    { mandateId },
    {
      action: 'credit.topped_up',
      subject: transactionId,
      after: { amountChf: formatChf(amount), balanceChf: formatChf(balance) },
      reason: note === undefined || note === '' ? undefined : note.slice(0, 1000),
    },
  );
}
