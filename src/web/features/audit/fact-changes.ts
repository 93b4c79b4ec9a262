/** What the audit log keeps of a thing: names and plain values, which can hold others. */
export type Fact = string | number | boolean | null | readonly Fact[] | Facts;
export interface Facts {
  readonly [name: string]: Fact;
}
type PlainFact = string | number | boolean | null;

export interface FactChange {
  /** `['terms', 'markupPercent']` */
  readonly path: readonly string[];
  /** Undefined: it was not there. Lists are their values, comma by comma. */
  readonly before: PlainFact | undefined;
  readonly after: PlainFact | undefined;
  readonly isChanged: boolean;
}

/** Everything that an entry tells, one value a line, in the order in which it was written; what changed comes first. */
export function factChanges(before: Facts | null, after: Facts | null): readonly FactChange[] {
  const was = flatten(before ?? {});
  const is = flatten(after ?? {});
  const all = [...new Set([...is.keys(), ...was.keys()])].map((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    return {
      path: (now ?? old)?.path ?? [],
      before: old?.value,
      after: now?.value,
      isChanged: old?.value !== now?.value,
    };
  });
  return [...all.filter(({ isChanged }) => isChanged), ...all.filter(({ isChanged }) => !isChanged)];
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: PlainFact;
}

function flatten(facts: Facts): ReadonlyMap<string, Leaf> {
  return new Map(leavesOf(facts, []).map((leaf) => [JSON.stringify(leaf.path), leaf]));
}

function leavesOf(fact: Fact, path: readonly string[]): readonly Leaf[] {
  if (isFacts(fact)) return Object.entries(fact).flatMap(([name, value]) => leavesOf(value, [...path, name]));
  return [{ path, value: isList(fact) ? fact.map(plainText).join(', ') : fact }];
}

function plainText(fact: Fact): string {
  return typeof fact === 'string' ? fact : JSON.stringify(fact);
}

function isList(fact: Fact): fact is readonly Fact[] {
  return Array.isArray(fact);
}

function isFacts(fact: Fact): fact is Facts {
  return typeof fact === 'object' && fact !== null && !isList(fact);
}
