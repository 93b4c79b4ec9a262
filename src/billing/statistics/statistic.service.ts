import type { Db } from '#db/database.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { invalidRequest } from '#kernel/error.ts';
import { idOf, type MandateId, type UserId } from '#kernel/id.ts';
import { ownersOfWallets, type SummedUsage, sumUsage, todayInZurich } from './statistic.store.ts';
import {
  addUsage,
  type Bucket,
  bucketsOf,
  type Grouping,
  NO_USAGE,
  type StatisticsRequest,
  type Usage,
} from './statistic.ts';

export interface Statistics {
  /** Every period of the range, oldest first; also those without calls. */
  readonly buckets: readonly (Bucket & UsageOfPeriod)[];
  /** Of the whole range, the groups that cost most first. */
  readonly groups: readonly GroupUsage[];
  readonly total: Usage;
}

export interface UsageOfPeriod {
  /** Today lies in it, or it has not begun: more may come. */
  readonly isUnfinished: boolean;
  readonly total: Usage;
  /** Empty if nothing is grouped. */
  readonly groups: readonly GroupUsage[];
}

export interface GroupUsage extends Usage {
  /** The name of a provider, model or feature; the id of a user or an account. */
  readonly key: string;
  /** Of a model. */
  readonly provider?: string | undefined;
  /** How people call a user, or the owner of an account. Undefined: the pool. */
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** Groups of all periods together: more are no chart and no table any more. */
const MOST_ROWS = 20_000;

/**
 * What calls have used and cost, by the days of their booking in Europe/Zurich. Its sum is that of the bookings of types
 * `usage` and `usage_correction`, always. Throws `invalid_request` for a range or a grouping that gives too much.
 */
export async function usageStatistics(
  db: Db,
  mandateId: MandateId,
  request: StatisticsRequest,
): Promise<Statistics> {
  const today = await todayInZurich(db);
  const buckets = bucketsOf(request, today);
  const { period, groupBy, visibleTo: userId } = request;
  const range = { from: buckets[0]?.from ?? today, to: buckets.at(-1)?.to ?? today };
  const limit = MOST_ROWS + 1;
  const rows = await sumUsage(db, mandateId, { ...range, period, groupBy, userId, limit });
  if (rows.length === limit) {
    throw invalidRequest(
      'groupBy',
      `gives more than ${MOST_ROWS} rows; choose a shorter range or a longer period`,
    );
  }
  const nameGroup = await namerOf(db, mandateId, groupBy, rows);
  const groupsOf = (some: readonly SummedUsage[]) => (groupBy ? addUpGroups(some).map(nameGroup) : []);
  const byBegin = Map.groupBy(rows, ({ begin }) => begin);
  return {
    buckets: buckets.map((bucket) => {
      const own = byBegin.get(bucket.from) ?? [];
      return { ...bucket, isUnfinished: bucket.to > today, total: totalOf(own), groups: groupsOf(own) };
    }),
    groups: groupsOf(rows),
    total: totalOf(rows),
  };
}

function totalOf(rows: readonly Usage[]): Usage {
  return rows.reduce<Usage>(addUsage, NO_USAGE);
}

/** One line for each group, the dearest first. */
function addUpGroups(rows: readonly SummedUsage[]): GroupUsage[] {
  const byGroup = Map.groupBy(rows, ({ provider, key }) => `${provider ?? ''}\n${key}`);
  return [...byGroup.values()]
    .map((same) => ({ key: same[0]?.key ?? '', provider: same[0]?.provider ?? undefined, ...totalOf(same) }))
    .sort((a, b) => (a.charged === b.charged ? (a.key < b.key ? -1 : 1) : a.charged > b.charged ? -1 : 1));
}

/** Puts ids and names in the place of uuids. */
async function namerOf(
  db: Db,
  mandateId: MandateId,
  groupBy: Grouping | undefined,
  rows: readonly SummedUsage[],
): Promise<(group: GroupUsage) => GroupUsage> {
  if (groupBy !== 'user' && groupBy !== 'account') return (group) => group;
  const wallets = groupBy === 'account' ? await ownersOfWallets(db, mandateId) : undefined;
  const userOf = (key: string): UserId | undefined => {
    const uuid = wallets ? wallets.get(key) : key;
    return uuid ? idOf('usr', uuid) : undefined;
  };
  const users = rows.map(({ key }) => userOf(key ?? '')).filter((user) => user !== undefined);
  const names = await namesOfUsers(db, users);
  return (group) => {
    const user = userOf(group.key);
    return { ...group, ...(user && names.get(user)), key: idOf(wallets ? 'acc' : 'usr', group.key) };
  };
}
