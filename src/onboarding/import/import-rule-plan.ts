import type { Role } from '#identity/permissions.ts';
import type { Brought, MandateHere } from './import-subject.ts';

export interface ProviderRule {
  readonly role: Role;
  readonly provider: string;
  readonly allowed: boolean;
}

export interface RulePlan {
  readonly rules: readonly ProviderRule[];
  /** What is to be compared with the next time: without what somebody here forbade. */
  readonly providers: Brought['providers'];
  readonly leftAlone: readonly string[];
}

/**
 * What each role may use that it might not before, and the reverse. What somebody here forbade stays forbidden; what he allowed stays
 * allowed, since it never came over. `before` undefined: no role may use anything yet.
 */
export function planRules(
  before: Brought['providers'] | undefined,
  after: Brought['providers'],
  here: MandateHere['rules'],
): RulePlan {
  const had = pairsOf(before ?? {});
  const has = pairsOf(after);
  const allowedHere = (pair: string) => (isRule(here, pair, false) ? false : isRule(here, pair, true));
  const added = [...has].filter((pair) => !had.has(pair));
  const forbidden = added.filter((pair) => isRule(here, pair, false));
  const isDone = (pair: string) => before !== undefined && allowedHere(pair);
  const gone = [...had].filter((pair) => !has.has(pair) && allowedHere(pair));
  return {
    rules: [
      ...gone.map((pair) => ruleOf(pair, false)),
      ...added.filter((pair) => !forbidden.includes(pair) && !isDone(pair)).map((pair) => ruleOf(pair, true)),
    ],
    providers: without(after, forbidden),
    leftAlone: forbidden.map((pair) => `${pair.replace(' ', ' may not use ')} here`),
  };
}

function isRule(here: MandateHere['rules'], pair: string, allowed: boolean): boolean {
  return here.some(
    (rule) => `${rule.role} ${rule.resource.slice(PREFIX.length)}` === pair && rule.allowed === allowed,
  );
}

const PREFIX = 'resource.aicore.';

function ruleOf(pair: string, allowed: boolean): ProviderRule {
  const [role, provider] = pair.split(' ') as [Role, string];
  return { role, provider, allowed };
}

function without(providers: Brought['providers'], pairs: readonly string[]): Brought['providers'] {
  return Object.fromEntries(
    Object.entries(providers).map(([role, names]) => [
      role,
      names.filter((name) => !pairs.includes(`${role} ${name}`)),
    ]),
  );
}

function pairsOf(providers: Brought['providers']): Set<string> {
  return new Set(
    Object.entries(providers).flatMap(([role, names]) => names.map((name) => `${role} ${name}`)),
  );
}
