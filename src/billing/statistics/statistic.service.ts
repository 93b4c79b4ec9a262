import type { Db } from '#db/database.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { idOf, type MandateId, type UserId } from '#kernel/id.ts';
import { sumPastUsage } from './history.store.ts';
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
  /** Of the whole range, the dearest first, and what is left last. */
  readonly groups: readonly GroupUsage[];
  readonly total: Usage;
  /** Of the whole range: what another platform says of the time before Rappen. In no sum: none of it was booked. */
  readonly past: Usage;
}

export interface UsageOfPeriod {
  /** Today lies in it, or it has not begun: more may come. */
  readonly isUnfinished: boolean;
  readonly total: Usage;
  /** As in the whole. */
  readonly past: Usage;
  /** Empty if nothing is grouped. */
  readonly groups: readonly GroupUsage[];
}

export interface GroupUsage extends Usage {
  /** The name of a provider, model or feature; the id of a user or an account. Undefined: all other groups together. */
  readonly key: string | undefined;
  /** Of a model. */
  readonly provider?: string | undefined;
  /** How people call a user, or the owner of an account. Undefined: the pool. */
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** More are no chart and no table any more: the others are added up. */
const MOST_GROUPS = 100;

/**
 * What calls have used and cost, by the days of their booking in Europe/Zurich. Its sum is that of the bookings of types
 * `usage` and `usage_correction`, always. Throws `invalid_request` for a range without a period or
 * with too many.
 */
export async function usageStatistics(
  db: Db,
  mandateId: MandateId,
  request: StatisticsRequest,
  mostGroups = MOST_GROUPS,
): Promise<Statistics> {
  const today = await todayInZurich(db);
  const buckets = bucketsOf(request, today);
  const { groupBy } = request;
  const range = { from: buckets[0]?.from ?? today, to: buckets.at(-1)?.to ?? today };
  const rows = await sumUsage(db, mandateId, { ...request, ...range, mostGroups });
  const past = await sumPastUsage(db, mandateId, { ...request, ...range });
  const nameGroup = await namerOf(db, mandateId, groupBy, rows);
  const groupsOf = (some: readonly SummedUsage[]) => (groupBy ? addUpGroups(some).map(nameGroup) : []);
  const byBegin = Map.groupBy(rows, ({ begin }) => begin);
  const pastByBegin = Map.groupBy(past, ({ begin }) => begin);
  return {
    buckets: buckets.map((bucket) => {
      const own = byBegin.get(bucket.from) ?? [];
      const before = totalOf(pastByBegin.get(bucket.from) ?? []);
      const isUnfinished = bucket.to > today;
      return { ...bucket, isUnfinished, total: totalOf(own), past: before, groups: groupsOf(own) };
    }),
    groups: groupsOf(rows),
    total: totalOf(rows),
    past: totalOf(past),
  };
}

function totalOf(rows: readonly Usage[]): Usage {
  return rows.reduce<Usage>(addUsage, NO_USAGE);
}

/** One line for each group, the dearest first, the rest last. */
function addUpGroups(rows: readonly SummedUsage[]): GroupUsage[] {
  const byGroup = Map.groupBy(rows, ({ isRest, provider, key }) => JSON.stringify([isRest, provider, key]));
  return [...byGroup.values()]
    .map((same) => ({
      key: same[0]?.key ?? undefined,
      provider: same[0]?.provider ?? undefined,
      ...totalOf(same),
    }))
    .sort(dearestFirst);
}

function dearestFirst(a: GroupUsage, b: GroupUsage): number {
  if (a.key === undefined || b.key === undefined) return a.key === undefined ? 1 : -1;
  if (a.charged !== b.charged) return a.charged > b.charged ? -1 : 1;
  return a.key < b.key ? -1 : 1;
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
    if (group.key === undefined) return group;
    const user = userOf(group.key);
    return { ...group, ...(user && names.get(user)), key: idOf(wallets ? 'acc' : 'usr', group.key) };
  };
}
