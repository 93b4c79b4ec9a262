import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
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
    await requireMember(db, mandate, user);
    const monthly = limit === 'none' ? undefined : limit;
    await setMonthlyLimit(db, { mandateId: mandate, scope: 'user', subjectId: user, monthly });
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
