import {
  decidingRule,
  isAllowed,
  isPossible,
  modelResource,
  PERMISSIONS,
  type PermissionRule,
  providerResource,
  type Role,
} from '../permissions.ts';

/** A provider as roles know it: its name, and its models as the catalogue names them. */
export interface OfferedProvider {
  readonly name: string;
  readonly models: readonly string[];
}

export interface ProviderVerdict {
  readonly provider: string;
  readonly resource: string;
  readonly allowed: boolean;
  readonly because: 'allowed_by_rule' | 'denied_by_rule' | 'never_for_this_role' | 'no_rule_allows_it';
  /** The rule that decides; undefined: none does. */
  readonly rule?: string;
  readonly deniedModels: string[];
}

/** Whether a role may use a provider in a mandate with these rules, and what decides it. */
export function explainProvider(
  role: Role,
  rules: readonly PermissionRule[],
  { name, models }: OfferedProvider,
): ProviderVerdict {
  const resource = providerResource(name);
  const head = { provider: name, resource };
  if (!isPossible(role, resource)) {
    return { ...head, allowed: false, because: 'never_for_this_role', deniedModels: [] };
  }
  const rule = decidingRule(rules, resource);
  if (!rule) return { ...head, allowed: false, because: 'no_rule_allows_it', deniedModels: [] };
  if (!rule.allowed) {
    return { ...head, allowed: false, because: 'denied_by_rule', rule: rule.resource, deniedModels: [] };
  }
  const deniedModels = models.filter(
    (model) => decidingRule(rules, modelResource(name, model))?.allowed === false,
  );
  return { ...head, allowed: true, because: 'allowed_by_rule', rule: rule.resource, deniedModels };
}

/** What a role may do in a mandate with these rules; providers are told one by one (`explainProvider`). */
export function abilitiesOfRole(role: Role, rules: readonly PermissionRule[]): string[] {
  return PERMISSIONS.filter(
    (permission) => permission !== 'resource.aicore.*' && isAllowed(role, rules, permission),
  );
}
