import type { RoleView, Verdict } from './roles.query.ts';

/** Why a provider or a model may be used by a role, or not. */
export type CellReason =
  | 'own_rule_allows'
  | 'other_rule_allows'
  | 'own_rule_denies'
  | 'other_rule_denies'
  | 'no_rule_allows'
  | 'never'
  /** Of a model: as its provider. */
  | 'allowed_with_provider'
  | 'denied_with_provider';

/** Where a role and a provider, or one of its models, meet. */
export interface RoleCell {
  readonly allowed: boolean;
  readonly reason: CellReason;
  /** The rule that decides; undefined: none does. */
  readonly rule: string | undefined;
  /** The role's rule about exactly this, if it has one. */
  readonly ownRule: boolean | undefined;
  /** What a press does; undefined: pressing cannot change it here. */
  readonly press: 'deny' | 'allow' | 'take_away' | undefined;
}

export function providerCell(view: RoleView, provider: string): RoleCell | undefined {
  const verdict = view.providers.find((each) => each.provider === provider);
  if (!verdict) return undefined;
  const { allowed, rule } = verdict;
  const ownRule = ruleAbout(view, verdict.resource);
  const reason = reasonOf(verdict);
  const press = allowed ? 'deny' : PRESS_OF_DENIED[reason];
  return { allowed, reason, rule, ownRule, press };
}

export function modelCell(view: RoleView, provider: string, model: string): RoleCell | undefined {
  const verdict = view.providers.find((each) => each.provider === provider);
  if (!verdict) return undefined;
  const resource = `${verdict.resource}.${model}`;
  const ownRule = ruleAbout(view, resource);
  if (verdict.because === 'never_for_this_role')
    return { allowed: false, reason: 'never', rule: undefined, ownRule, press: undefined };
  if (!verdict.allowed)
    return {
      allowed: false,
      reason: 'denied_with_provider',
      rule: verdict.rule,
      ownRule,
      press: undefined,
    };
  if (verdict.deniedModels.includes(model))
    return ownRule === false
      ? { allowed: false, reason: 'own_rule_denies', rule: resource, ownRule, press: 'take_away' }
      : { allowed: false, reason: 'other_rule_denies', rule: undefined, ownRule, press: undefined };
  return ownRule === true
    ? { allowed: true, reason: 'own_rule_allows', rule: resource, ownRule, press: 'deny' }
    : { allowed: true, reason: 'allowed_with_provider', rule: verdict.rule, ownRule, press: 'deny' };
}

/** What can be done about a denial: take the rule away that denies it, or add one that allows it. */
const PRESS_OF_DENIED: Readonly<Partial<Record<CellReason, RoleCell['press']>>> = {
  own_rule_denies: 'take_away',
  no_rule_allows: 'allow',
};

export function reasonOf({ because, rule, resource }: Verdict): CellReason {
  switch (because) {
    case 'never_for_this_role':
      return 'never';
    case 'no_rule_allows_it':
      return 'no_rule_allows';
    case 'allowed_by_rule':
      return rule === resource ? 'own_rule_allows' : 'other_rule_allows';
    case 'denied_by_rule':
      return rule === resource ? 'own_rule_denies' : 'other_rule_denies';
  }
}

function ruleAbout({ rules }: RoleView, resource: string): boolean | undefined {
  return rules.find((rule) => rule.resource === resource)?.allowed;
}
