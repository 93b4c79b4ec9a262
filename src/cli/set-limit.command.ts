import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { findMonthlyLimit } from '#billing/limits/limit.store.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { requireMember } from '#identity/users/user.service.ts';
import { formatChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import { amountFromZero, id, type Reader, required } from './option.ts';

export const setLimitCommand = defineCommand({
  name: 'set-limit',
  about: 'sets or lifts what a user may spend in a month (Europe/Zurich)',
  options: {
    mandate: required(id('mnd')),
    user: required(id('usr')),
    'monthly-limit': required(limitOrNone()),
  },
  async run({ db }, { mandate, user, 'monthly-limit': limit }) {
    await requireMandate(db, mandate);
    const monthly = limit === 'none' ? undefined : limit;
    const subject = { scope: 'user', subjectId: user } as const;
    await transaction(db, async (tx) => {
      await requireMember(tx, mandate, user);
      const before = await findMonthlyLimit(tx, mandate, subject);
      await setMonthlyLimit(tx, { mandateId: mandate, ...subject, monthly });
      await recordAudit(
        tx,
        { mandateId: mandate },
        {
          action: monthly === undefined ? 'limit.lifted' : 'limit.set',
          subject: user,
          before: before === undefined ? undefined : { monthlyChf: formatChf(before) },
          after: monthly === undefined ? undefined : { monthlyChf: formatChf(monthly) },
        },
      );
    });
    return { answer: { userId: user, monthlyLimitChf: monthly === undefined ? null : formatChf(monthly) } };
  },
});

function limitOrNone(): Reader<bigint | 'none'> {
  return {
    placeholder: 'CHF|none',
    expected: `${amountFromZero.expected}, or none`,
    read: (text) => (text === 'none' ? 'none' : amountFromZero.read(text)),
  };
}
