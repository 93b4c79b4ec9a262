import type { KeyScope } from './key-calls.ts';

/** What a key of somebody with these abilities can be for; it never may more than he. */
export function scopesFor(abilities: readonly string[]): readonly KeyScope[] {
  const may = (...resources: readonly string[]) => resources.some((resource) => abilities.includes(resource));
  const possible: readonly (readonly [KeyScope, boolean])[] = [
    ['call', providersIn(abilities).length > 0],
    ['billing:read', may('resource.billing.own', 'resource.billing.read')],
    ['billing:write', may('resource.billing.transfer', 'resource.billing.credit')],
    ['admin', may('resource.identity.users', 'resource.billing.settings')],
  ];
  return possible.filter(([, isPossible]) => isPossible).map(([scope]) => scope);
}

/** The providers that somebody with these abilities may use. */
export function providersIn(abilities: readonly string[]): readonly string[] {
  const prefix = 'resource.aicore.';
  return abilities
    .filter((ability) => ability.startsWith(prefix))
    .map((ability) => ability.slice(prefix.length));
}
