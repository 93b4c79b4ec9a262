import { AppError } from '#kernel/error.ts';
import type { ApiKeyId, MandateId, UserId } from '#kernel/id.ts';
import type { Scope } from './api-keys/api-key.ts';
import type { MandateStatus } from './mandates/mandate.ts';
import { isAllowed, modelResource, type PermissionRule, providerResource, type Role } from './permissions.ts';

/** Who acts in which mandate. The mandate comes from here and from nowhere else: not from a body, not from a header. */
export interface Actor {
  readonly mandateId: MandateId;
  readonly mandateStatus: MandateStatus;
  readonly userId: UserId;
  readonly apiKeyId: ApiKeyId;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** True if the role, the mandate's rules and the key's own list allow the provider (`openai`). */
  mayUseProvider(provider: string): boolean;
  /** True if the provider is allowed and the model is not denied. The model's name is the catalogue's, not an alias. */
  mayUseModel(provider: string, model: string): boolean;
}

export interface ActorFacts extends Omit<Actor, 'mayUseProvider' | 'mayUseModel'> {
  /** The mandate's rules for the role. */
  readonly rules: readonly PermissionRule[];
  /** Providers that the key is limited to; undefined: no such limit. */
  readonly keyProviders: readonly string[] | undefined;
}

export function createActor(facts: ActorFacts): Actor {
  const { rules, keyProviders, ...who } = facts;
  const mayUseProvider = (provider: string) =>
    isAllowed(who.role, rules, providerResource(provider)) && (keyProviders?.includes(provider) ?? true);
  return {
    ...who,
    mayUseProvider,
    mayUseModel: (provider, model) =>
      mayUseProvider(provider) && isAllowed(who.role, rules, modelResource(provider, model)),
  };
}

/** Throws unless this actor may call AI at all: `mandate_suspended`, `scope_missing`. */
export function requireCall(actor: Actor): void {
  if (actor.mandateStatus !== 'active') throw new AppError('mandate_suspended', { mandate: actor.mandateId });
  if (!actor.scopes.includes('call')) throw new AppError('scope_missing', { scope: 'call' });
}

/** Throws `provider_not_allowed`, which names the resource. */
export function requireProvider(actor: Actor, provider: string): void {
  if (actor.mayUseProvider(provider)) return;
  throw new AppError('provider_not_allowed', { resource: providerResource(provider), role: actor.role });
}

/** Throws `model_not_allowed`, which names the resource; call `requireProvider` first. */
export function requireModel(actor: Actor, provider: string, model: string): void {
  if (actor.mayUseModel(provider, model)) return;
  throw new AppError('model_not_allowed', { resource: modelResource(provider, model), role: actor.role });
}
