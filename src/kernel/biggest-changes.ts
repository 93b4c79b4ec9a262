import type { NanoChf } from './money.ts';

/** A model, a user, ... and what its calls cost together. */
export interface ComparedGroup {
  /** Tells it from all others of its dimension; undefined: all that are not listed, together. */
  readonly id: string | undefined;
  readonly charged: NanoChf;
  readonly calls: number;
}

/** What a dimension cost in two periods. */
export interface ComparedDimension<Dimension extends string, Group extends ComparedGroup> {
  readonly dimension: Dimension;
  readonly now: readonly Group[];
  readonly before: readonly Group[];
}

export interface Change<Dimension extends string, Group extends ComparedGroup> {
  readonly dimension: Dimension;
  readonly id: string;
  readonly group: Group;
  /** Nano-CHF. */
  readonly now: NanoChf;
  readonly before: NanoChf;
  /** True: it had no calls then, or has none any more; else it is only more or less of the same. */
  readonly isNew: boolean;
  readonly isGone: boolean;
}

/** A change of less than so much of all spending is not worth a sentence: one percent. */
const LEAST_PART = 100n;
/** What is told of first where two say the same. */
const ORDER: readonly string[] = ['model', 'user', 'automation', 'feature', 'provider'];

/**
 * The biggest changes, up or down, the biggest first. Left out is what says nothing: a dimension of one group (it is all
 * spending), the same amounts under another name, and a group that one of the two answers hides among "all others".
 */
export function biggestChanges<Dimension extends string, Group extends ComparedGroup>(
  compared: readonly ComparedDimension<Dimension, Group>[],
  most: number,
): readonly Change<Dimension, Group>[] {
  const changes = ORDER.flatMap((dimension) =>
    compared.filter((each) => each.dimension === dimension).flatMap((each) => changesOf(each)),
  );
  const told = new Set<string>();
  return changes
    .sort((one, other) => compare(sizeOf(other), sizeOf(one)))
    .filter(({ now, before }) => isFirst(told, `${now}/${before}`))
    .slice(0, most);
}

function changesOf<Dimension extends string, Group extends ComparedGroup>({
  dimension,
  now,
  before,
}: ComparedDimension<Dimension, Group>): readonly Change<Dimension, Group>[] {
  const [listedNow, listedBefore] = [byId(now), byId(before)];
  const ids = [...new Set([...listedNow.keys(), ...listedBefore.keys()])];
  const hidden = { now: hasRest(now), before: hasRest(before) };
  if (ids.length + (hidden.now || hidden.before ? 1 : 0) < 2) return [];
  const least = max(totalOf(now), totalOf(before)) / LEAST_PART;
  return ids.flatMap((id) => {
    const [nowGroup, beforeGroup] = [listedNow.get(id), listedBefore.get(id)];
    const group = nowGroup ?? beforeGroup;
    if (!group || (!nowGroup && hidden.now) || (!beforeGroup && hidden.before)) return [];
    const change = {
      dimension,
      id,
      group,
      now: nowGroup?.charged ?? 0n,
      before: beforeGroup?.charged ?? 0n,
      isNew: (beforeGroup?.calls ?? 0) === 0,
      isGone: (nowGroup?.calls ?? 0) === 0,
    };
    return sizeOf(change) > 0n && sizeOf(change) >= least ? [change] : [];
  });
}

function byId<Group extends ComparedGroup>(groups: readonly Group[]): ReadonlyMap<string, Group> {
  return new Map(groups.flatMap((group) => (group.id === undefined ? [] : [[group.id, group]])));
}

function hasRest(groups: readonly ComparedGroup[]): boolean {
  return groups.some(({ id }) => id === undefined);
}

function totalOf(groups: readonly ComparedGroup[]): NanoChf {
  return groups.reduce((sum, { charged }) => sum + charged, 0n);
}

function sizeOf({ now, before }: { readonly now: NanoChf; readonly before: NanoChf }): bigint {
  return now > before ? now - before : before - now;
}

function isFirst(told: Set<string>, what: string): boolean {
  if (told.has(what)) return false;
  told.add(what);
  return true;
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
