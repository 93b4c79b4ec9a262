import type { Scope } from './api-keys/api-key.ts';

/**
 * Who may do what. The table says what a role may do **at most**; a mandate's own rules (table `role_permission`,
 * filled with the same defaults when the mandate is made) can narrow it, never widen it.
 * Not listed is not allowed, and a deny beats every allow. An API key also needs the scope; a session has them all.
 */
export const ROLES = ['system_administrator', 'mandate_admin', 'user', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const OPERATOR: readonly Role[] = ['system_administrator'];
const ADMINISTRATORS: readonly Role[] = ['system_administrator', 'mandate_admin'];
const CALLERS: readonly Role[] = ['system_administrator', 'mandate_admin', 'user'];
const READERS: readonly Role[] = ['system_administrator', 'mandate_admin', 'viewer'];

const TABLE = {
  // Calling AI costs money: a viewer looks on.
  'resource.aicore.*': { roles: CALLERS, scope: 'call' },
  // One's own bookings and the balance that one spends from.
  'resource.billing.own': { roles: ROLES, scope: 'billing:read' },
  // All bookings, balances and statistics of the mandate.
  'resource.billing.read': { roles: READERS, scope: 'billing:read' },
  // Warning thresholds, spending limits, language, address.
  'resource.billing.settings': { roles: ADMINISTRATORS, scope: 'admin' },
  // One's own conversations. Not for every key that may call: they are private.
  'resource.workflows.chat': { roles: CALLERS, scope: 'admin' },
  // One's own automations.
  'resource.workflows.automations': { roles: CALLERS, scope: 'admin' },
  // The automations of all users of the mandate.
  'resource.workflows.all_automations': { roles: ADMINISTRATORS, scope: 'admin' },
  // How long conversations and runs are kept.
  'resource.workflows.settings': { roles: ADMINISTRATORS, scope: 'admin' },
  // From the mandate's pool to a user's wallet.
  'resource.billing.transfer': { roles: ADMINISTRATORS, scope: 'billing:write' },
  // Asking for a top-up by bank transfer.
  'resource.billing.top_up': { roles: ADMINISTRATORS, scope: 'billing:write' },
  // Billing model, credit limit, markup; the letter head of documents.
  'resource.billing.terms': { roles: OPERATOR, scope: 'admin' },
  // Top-ups, refunds, adjustments, calls of unknown cost.
  'resource.billing.credit': { roles: OPERATOR, scope: 'billing:write' },
  // Balances, spend and margin of all mandates.
  'resource.billing.overview': { roles: OPERATOR, scope: 'billing:read' },
  'resource.billing.prices': { roles: OPERATOR, scope: 'billing:write' },
  // One's own API keys.
  'resource.identity.keys': { roles: ROLES, scope: 'admin' },
  // Users, roles, provider permissions, API keys of others.
  'resource.identity.users': { roles: ADMINISTRATORS, scope: 'admin' },
  'resource.identity.mandates': { roles: OPERATOR, scope: 'admin' },
  'resource.operation.audit': { roles: ADMINISTRATORS, scope: 'admin' },
  'resource.operation.outbox': { roles: OPERATOR, scope: 'admin' },
  'resource.operation.proof': { roles: OPERATOR, scope: 'billing:read' },
  'resource.operation.metrics': { roles: OPERATOR, scope: 'billing:read' },
} as const satisfies Readonly<Record<Resource, { roles: readonly Role[]; scope: Scope }>>;

/** What a route asks for: a line of the table. */
export type Permission = keyof typeof TABLE;

/** `resource.aicore.<provider>`, `resource.aicore.<provider>.<model>`, `resource.billing.credit`; a pattern may end in `.*`. */
export type Resource = `resource.${string}`;

/** What a mandate allows or denies a role. */
export interface PermissionRule {
  readonly resource: string;
  readonly allowed: boolean;
}

/** The rules with which a role starts in a new mandate: all that it may do at most. */
export function defaultRules(role: Role): readonly Resource[] {
  return PERMISSIONS.filter((permission) => rolesOf(permission).includes(role));
}

/** True if the role may do it at most, the mandate allows it, and no rule of the mandate denies it. */
export function isAllowed(role: Role, rules: readonly PermissionRule[], resource: Resource): boolean {
  return isPossible(role, resource) && (decidingRule(rules, resource)?.allowed ?? false);
}

/** The rule that decides about a resource: the first that denies it, else one that allows it. Undefined: not allowed. */
export function decidingRule(
  rules: readonly PermissionRule[],
  resource: Resource,
): PermissionRule | undefined {
  let allowing: PermissionRule | undefined;
  for (const rule of rules) {
    if (!covers(rule.resource, resource)) continue;
    if (!rule.allowed) return rule;
    allowing = rule;
  }
  return allowing;
}

/** True if some mandate could allow the role this. */
export function isPossible(role: Role, resource: Resource): boolean {
  return PERMISSIONS.some((pattern) => covers(pattern, resource) && rolesOf(pattern).includes(role));
}

/** The scope that an API key needs for it. */
export function scopeOf(permission: Permission): Scope {
  return TABLE[permission].scope;
}

/** True for what only the operator may do: it belongs to no single mandate. */
export function isOperatorOnly(permission: Permission): boolean {
  return TABLE[permission].roles === OPERATOR;
}

export function providerResource(provider: string): Resource {
  return `resource.aicore.${provider}`;
}

/** The model as the catalogue names it, not an alias of it. */
export function modelResource(provider: string, model: string): Resource {
  return `resource.aicore.${provider}.${model}`;
}

/** Every line of the table. */
export const PERMISSIONS = Object.keys(TABLE) as readonly Permission[];

function rolesOf(permission: Permission): readonly Role[] {
  return TABLE[permission].roles;
}

// Only `.*` covers more than itself: model names contain dots, so `gpt-4` must not cover `gpt-4.1`.
function covers(pattern: string, resource: string): boolean {
  return pattern.endsWith('.*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource;
}
