import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Balance } from '#web/features/balance/balance.query.ts';
import type { Tone } from '#web/ui/badge.tsx';

/** What the balance in the shell says beside its amount. */
export interface BalanceWords {
  readonly tone: Extract<Tone, 'neutral' | 'warn' | 'bad'>;
  /** Most important first; there is room for two. */
  readonly words: readonly MessageDescriptor[];
}

export type MandateStatus = 'active' | 'suspended' | 'closed';

/** Red: requests will be refused. Amber: under the threshold. Always with a word, never by the colour alone. */
export function balanceWords(balance: Balance, status: MandateStatus): BalanceWords {
  const { spendable } = balance;
  if (status === 'closed') return { tone: 'bad', words: [msg`mandate closed`] };
  if (status === 'suspended') return { tone: 'bad', words: [msg`mandate suspended`] };
  if (spendable.state === 'empty') return { tone: 'bad', words: [emptyWord(balance)] };
  const rest = restWord(balance);
  const words = rest ? [rest] : [];
  return spendable.state === 'low'
    ? { tone: 'warn', words: [msg`low`, ...words] }
    : { tone: 'neutral', words };
}

function emptyWord({ spendable }: Balance): MessageDescriptor {
  if (!spendable.account) return msg`no wallet yet`;
  if (spendable.boundBy === 'user_limit' || spendable.boundBy === 'key_limit')
    return msg`monthly limit reached`;
  return msg`requests are refused`;
}

/** How long it lasts. Of a monthly limit it is no question of days: it begins anew with the month. */
function restWord({ spendable, accounts }: Balance): MessageDescriptor | undefined {
  if (spendable.boundBy === 'user_limit' || spendable.boundBy === 'key_limit') return msg`left this month`;
  const days = accounts.find(({ id }) => id === spendable.account?.id)?.pace.daysLeft;
  if (days === undefined || days === null) return undefined;
  if (days === 0) return msg`runs out today`;
  if (days >= DAYS_THAT_NOBODY_COUNTS) return msg`more than two years`;
  return msg`${plural(days, { one: 'about # day', other: 'about # days' })}`;
}

const DAYS_THAT_NOBODY_COUNTS = 731;
