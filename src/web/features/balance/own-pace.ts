import type { Balance } from './balance.query.ts';

export type Pace = Balance['accounts'][number]['pace'];

/** How fast the account is spent that the person spends from. Undefined: he has none, or it is not on the first page. */
export function ownPace({ spendable, accounts }: Balance): Pace | undefined {
  return accounts.find(({ id }) => id === spendable.account?.id)?.pace;
}
