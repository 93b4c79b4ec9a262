import type { Balance } from '#web/features/balance/balance.query.ts';

/** What is said of a balance beside its amount. */
export type BalanceWord =
  | 'low'
  | 'refused'
  | 'limit-reached'
  | 'no-wallet'
  | 'suspended'
  | 'closed'
  | 'left-this-month'
  | 'runs-out-today'
  | 'years'
  /** About so many days. */
  | number;

/** What the balance in the shell says beside its amount. */
export interface BalanceWords {
  readonly tone: 'neutral' | 'warn' | 'bad';
  /** The most important first. */
  readonly words: readonly BalanceWord[];
}

export type MandateStatus = 'active' | 'suspended' | 'closed';

/** Red: requests will be refused. Amber: under the threshold. Always with a word, never by the colour alone. */
export function balanceWords(
  balance: Pick<Balance, 'spendable' | 'accounts'>,
  status: MandateStatus,
): BalanceWords {
  const { spendable } = balance;
  if (status !== 'active') return { tone: 'bad', words: [status] };
  if (spendable.state === 'empty') return { tone: 'bad', words: [emptyWord(balance)] };
  const rest = restWord(balance);
  const words = rest === undefined ? [] : [rest];
  return spendable.state === 'low' ? { tone: 'warn', words: ['low', ...words] } : { tone: 'neutral', words };
}

function emptyWord({ spendable }: Pick<Balance, 'spendable'>): BalanceWord {
  if (!spendable.account) return 'no-wallet';
  return isBoundByMonth(spendable) ? 'limit-reached' : 'refused';
}

/** How long it lasts. Of a monthly limit it is no question of days: it begins anew with the month. */
function restWord({ spendable, accounts }: Pick<Balance, 'spendable' | 'accounts'>): BalanceWord | undefined {
  if (isBoundByMonth(spendable)) return 'left-this-month';
  const days = accounts.find(({ id }) => id === spendable.account?.id)?.pace.daysLeft;
  if (days === undefined || days === null) return undefined;
  if (days === 0) return 'runs-out-today';
  return days >= DAYS_THAT_NOBODY_COUNTS ? 'years' : days;
}

function isBoundByMonth({ boundBy }: Balance['spendable']): boolean {
  return boundBy === 'user_limit' || boundBy === 'key_limit';
}

const DAYS_THAT_NOBODY_COUNTS = 731;
