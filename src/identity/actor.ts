import { AppError } from '#kernel/error.ts';
import type { ApiKeyId, MandateId, UserId } from '#kernel/id.ts';
import type { Scope } from './api-keys/api-key.ts';
import { type MandateStatus, ROOT_MANDATE_ID } from './mandates/mandate.ts';
import {
  decidingRule,
  isAllowed,
  modelResource,
  type Permission,
  type PermissionRule,
  providerResource,
  type Role,
  scopeOf,
} from './permissions.ts';

/** Who acts in which mandate. The mandate comes from the key, or from a membership of who signed in; never from a body. */
export interface Actor {
  /** The mandate that is acted in. */
  readonly mandateId: MandateId;
  readonly mandateStatus: MandateStatus;
  readonly userId: UserId;
  /** Undefined: somebody who is signed in. */
  readonly apiKeyId: ApiKeyId | undefined;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** When the key ends; undefined: it does not, or nobody's key. */
  readonly keyExpiresAt: Date | undefined;
  /** Providers that the key is limited to; undefined: no such limit. */
  readonly keyProviders: readonly string[] | undefined;
  /** Acts for the operator: a system administrator, in whichever mandate. */
  readonly isOperator: boolean;
  /** True if the role may, the mandate's rules allow it, and the key has the scope. */
  may(permission: Permission): boolean;
  /** True if the role, the mandate's rules and the key's own list allow the provider (`openai`). */
  mayUseProvider(provider: string): boolean;
  /** True if the provider is allowed and the model is not denied. The model's name is the catalogue's, not an alias. */
  mayUseModel(provider: string, model: string): boolean;
}

export interface ActorFacts extends Omit<Actor, 'may' | 'mayUseProvider' | 'mayUseModel' | 'isOperator'> {
  /** The rules for the role, of the mandate whose role it is. */
  readonly rules: readonly PermissionRule[];
}

export function createActor(facts: ActorFacts): Actor {
  const { rules, ...who } = facts;
  const mayUseProvider = (provider: string) =>
    isAllowed(who.role, rules, providerResource(provider)) && (who.keyProviders?.includes(provider) ?? true);
  return {
    ...who,
    isOperator: who.role === 'system_administrator',
    may: (permission) => isAllowed(who.role, rules, permission) && who.scopes.includes(scopeOf(permission)),
    mayUseProvider,
    // Who may use one provider and not all has no rule that covers its models: they are allowed unless one denies them.
    mayUseModel: (provider, model) =>
      mayUseProvider(provider) && decidingRule(rules, modelResource(provider, model))?.allowed !== false,
  };
}

/** The operator's own actor, in another mandate. */
export function inMandate(operator: Actor, mandateId: MandateId, mandateStatus: MandateStatus): Actor {
  return { ...operator, mandateId, mandateStatus };
}

/** True for the operator in his own mandate: there he can do what belongs to no single mandate. */
export function actsForAll(actor: Actor): boolean {
  return actor.isOperator && actor.mandateId === ROOT_MANDATE_ID;
}

/** Throws unless the actor may: `scope_missing` for a key that lacks the scope, else `permission_denied`. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (actor.may(permission)) return;
  const scope = scopeOf(permission);
  if (!actor.scopes.includes(scope)) throw new AppError('scope_missing', { scope, resource: permission });
  throw new AppError('permission_denied', { resource: permission, role: actor.role });
}

/** Only a system administrator makes, changes and removes system administrators, and what their role may do. Throws `permission_denied`. */
export function refuseRoleAbove(actor: Actor, role: Role): void {
  if (role !== 'system_administrator' || actor.isOperator) return;
  throw new AppError('permission_denied', { resource: 'resource.identity.users', role: actor.role });
}

/** Throws unless this actor may call AI at all: `mandate_suspended`, `scope_missing`. */
export function requireCall(actor: Actor): void {
  if (actor.mandateStatus !== 'active') throw new AppError('mandate_suspended', { mandate: actor.mandateId });
  if (!actor.scopes.includes('call')) throw new AppError('scope_missing', { scope: 'call' });
}

/** Throws `provider_not_allowed`, which names the resource. */
export function requireProvider(actor: Actor, provider: string): void {
  if (actor.mayUseProvider(provider)) return;
  const resource = providerResource(provider);
  if (actor.keyProviders && !actor.keyProviders.includes(provider)) {
    throw new AppError('provider_not_allowed', { resource }, 'This API key is limited to other providers.');
  }
  throw new AppError('provider_not_allowed', { resource, role: actor.role });
}

/** Throws `model_not_allowed`, which names the resource; call `requireProvider` first. */
export function requireModel(actor: Actor, provider: string, model: string): void {
  if (actor.mayUseModel(provider, model)) return;
  throw new AppError('model_not_allowed', { resource: modelResource(provider, model), role: actor.role });
}
