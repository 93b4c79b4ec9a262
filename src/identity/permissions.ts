/**
 * Who may do what. The table says what a role may do **at most**; a mandate's own rules (table `role_permission`,
 * filled with the same defaults when the mandate is made) can narrow it, never widen it.
 * Not listed is not allowed, and a deny beats every allow.
 */
export const ROLES = ['system_administrator', 'mandate_admin', 'user', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** `resource.aicore.<provider>`, `resource.aicore.<provider>.<model>`, `resource.billing.credit`; a pattern may end in `.*`. */
export type Resource = `resource.${string}`;

const OPERATOR: readonly Role[] = ['system_administrator'];
const ADMINISTRATORS: readonly Role[] = ['system_administrator', 'mandate_admin'];
const CALLERS: readonly Role[] = ['system_administrator', 'mandate_admin', 'user'];
const READERS: readonly Role[] = ['system_administrator', 'mandate_admin', 'viewer'];

const TABLE: Readonly<Record<Resource, readonly Role[]>> = {
  // Calling AI costs money: a viewer looks on.
  'resource.aicore.*': CALLERS,
  // One's own bookings and the balance that one spends from.
  'resource.billing.own': ROLES,
  // All bookings, balances and statistics of the mandate.
  'resource.billing.read': READERS,
  // Warning thresholds, limits, addresses.
  'resource.billing.settings': ADMINISTRATORS,
  // Top-ups, refunds, adjustments, billing model, prices, rates.
  'resource.billing.credit': OPERATOR,
  // Users, roles, provider permissions, API keys of others.
  'resource.identity.users': ADMINISTRATORS,
  'resource.identity.mandates': OPERATOR,
};

/** What a mandate allows or denies a role. */
export interface PermissionRule {
  readonly resource: string;
  readonly allowed: boolean;
}

/** The rules with which a role starts in a new mandate: all that it may do at most. */
export function defaultRules(role: Role): readonly Resource[] {
  return RESOURCES.filter((resource) => TABLE[resource]?.includes(role));
}

/** True if the role may do it at most, the mandate allows it, and no rule of the mandate denies it. */
export function isAllowed(role: Role, rules: readonly PermissionRule[], resource: Resource): boolean {
  if (!isPossible(role, resource)) return false;
  let allowed = false;
  for (const rule of rules) {
    if (!covers(rule.resource, resource)) continue;
    if (!rule.allowed) return false;
    allowed = true;
  }
  return allowed;
}

/** True if some mandate could allow the role this. */
export function isPossible(role: Role, resource: Resource): boolean {
  return RESOURCES.some((pattern) => covers(pattern, resource) && TABLE[pattern]?.includes(role));
}

export function providerResource(provider: string): Resource {
  return `resource.aicore.${provider}`;
}

/** The model as the catalogue names it, not an alias of it. */
export function modelResource(provider: string, model: string): Resource {
  return `resource.aicore.${provider}.${model}`;
}

const RESOURCES = Object.keys(TABLE) as readonly Resource[];

// Only `.*` covers more than itself: model names contain dots, so `gpt-4` must not cover `gpt-4.1`.
function covers(pattern: string, resource: string): boolean {
  return pattern.endsWith('.*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource;
}
