import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { Caller } from '../access/api-caller.ts';
import { membershipsOf } from '../access/membership.store.ts';
import type { Actor } from '../actor.ts';
import { findMandates } from '../mandates/mandate.store.ts';
import { PERMISSIONS, providerResource } from '../permissions.ts';
import type { meAnswer } from './me.contract.ts';

type Me = z.input<typeof meAnswer>;

/** The caller with the mandates that he can act in, and his abilities in each. */
export async function describeCaller(
  deps: { readonly db: Db; readonly providerNames: readonly string[] },
  caller: Caller,
): Promise<Me> {
  const actors = caller.kind === 'key' ? [caller.actor] : await membershipsOf(deps.db, caller.userId);
  const mandates = await findMandates(
    deps.db,
    actors.map(({ mandateId }) => mandateId),
  );
  return {
    ...describeWho(caller),
    mandates: mandates.map((mandate) => {
      const actor = actors.find(({ mandateId }) => mandateId === mandate.id);
      return {
        ...mandate,
        role: actor?.role ?? '',
        abilities: actor ? abilitiesOf(actor, deps.providerNames) : [],
      };
    }),
  };
}

function describeWho(caller: Caller): Pick<Me, 'user' | 'apiKey'> {
  if (caller.kind === 'session') {
    const { userId: id, email, name, language, twoFactorEnabled } = caller.session;
    return { user: { id, email, name, language, twoFactorEnabled } };
  }
  const { apiKeyId, scopes, keyExpiresAt } = caller.actor;
  const expires = keyExpiresAt ? { expiresAt: keyExpiresAt.toISOString() } : {};
  return {
    user: { id: caller.userId },
    ...(apiKeyId ? { apiKey: { id: apiKeyId, scopes: [...scopes], ...expires } } : {}),
  };
}

function abilitiesOf(actor: Actor, providerNames: readonly string[]): string[] {
  return [
    ...PERMISSIONS.filter((permission) => permission !== 'resource.aicore.*' && actor.may(permission)),
    ...providerNames
      .filter((name) => actor.scopes.includes('call') && actor.mayUseProvider(name))
      .map(providerResource),
  ];
}
