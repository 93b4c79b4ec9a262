import type { RoleView } from './roles.query.ts';

export interface RoleDifference {
  /** Abilities, such as `resource.billing.read`. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly providersGained: readonly string[];
  readonly providersLost: readonly string[];
}

/** What somebody gains and loses who gets another role, by the rules of the mandate as they are. */
export function roleDifference(from: RoleView, to: RoleView): RoleDifference {
  const [before, after] = [allowedProviders(from), allowedProviders(to)];
  return {
    gained: without(to.abilities, from.abilities),
    lost: without(from.abilities, to.abilities),
    providersGained: without(after, before),
    providersLost: without(before, after),
  };
}

function allowedProviders({ providers }: RoleView): readonly string[] {
  return providers.filter(({ allowed }) => allowed).map(({ provider }) => provider);
}

function without(all: readonly string[], known: readonly string[]): readonly string[] {
  return all.filter((each) => !known.includes(each));
}
