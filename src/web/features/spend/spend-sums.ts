import type { NanoChf } from '#kernel/money.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import type { Days } from './picked-days.ts';
import type { SpendBucket, SpendGroup } from './statistics.query.ts';

export interface Spent {
  readonly charged: NanoChf;
  readonly calls: number;
}

/** A model, user, ... and what its calls cost together. */
export interface GroupSpent extends Spent {
  /** Tells it from all others of its dimension; undefined: all that the API does not list, together. */
  readonly id: string | undefined;
  readonly group: SpendGroup;
}

/** A model's name alone does not say whose it is. */
function groupId({ key, provider }: SpendGroup): string | undefined {
  return key === undefined ? undefined : `${provider ?? ''}/${key}`;
}

/** The bars that lie in these days. */
export function bucketsIn(buckets: readonly SpendBucket[], days: Days): readonly SpendBucket[] {
  return buckets.filter(({ from, to }) => from <= days.to && to > days.from);
}

export function totalOf(buckets: readonly SpendBucket[]): Spent {
  return addUp(buckets.map(({ total }) => total));
}

/** What each group cost in these bars, the dearest first, and what is not listed last. */
export function groupsOf(buckets: readonly SpendBucket[]): readonly GroupSpent[] {
  const all = buckets.flatMap(({ groups }) => groups);
  return [...Map.groupBy(all, groupId)]
    .flatMap(([id, [group, ...more]]) => (group ? [{ id, group, ...addUp([group, ...more]) }] : []))
    .sort(byCharge);
}

function addUp(all: readonly { readonly chargedChf: string; readonly calls: number }[]): Spent {
  return {
    charged: all.reduce((sum, { chargedChf }) => sum + nanoOf(chargedChf), 0n),
    calls: all.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function byCharge(one: GroupSpent, other: GroupSpent): number {
  if ((one.id === undefined) !== (other.id === undefined)) return one.id === undefined ? 1 : -1;
  if (one.charged !== other.charged) return one.charged < other.charged ? 1 : -1;
  return (one.id ?? '') < (other.id ?? '') ? -1 : 1;
}
