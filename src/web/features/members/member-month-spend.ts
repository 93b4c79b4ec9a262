import type { MonthStatistics } from './user-spend.query.ts';

export interface MonthSpend {
  /** By user, decimal text. */
  readonly byUser: Readonly<Record<string, string>>;
  /** The API names the hundred who spend most: of the others nobody knows how much. */
  readonly isComplete: boolean;
}

const NOTHING = '0.000000000';

export function monthSpendOf({ groups }: Pick<MonthStatistics, 'groups'>): MonthSpend {
  const named = groups.flatMap(({ key, chargedChf }) => (key === undefined ? [] : [[key, chargedChf]]));
  return { byUser: Object.fromEntries(named), isComplete: named.length === groups.length };
}

/** What a user has spent; undefined: it is not known. Who is not named has spent nothing, if all are named. */
export function spendOf({ byUser, isComplete }: MonthSpend, userId: string): string | undefined {
  return byUser[userId] ?? (isComplete ? NOTHING : undefined);
}
