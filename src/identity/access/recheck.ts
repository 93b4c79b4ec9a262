import type { Actor } from '../actor.ts';
import type { Permission } from '../permissions.ts';
import type { Access } from './access.ts';

/**
 * Asks once more, for an answer that has no end, whether who called may still do so in this mandate. Throws as the first time:
 * `invalid_api_key`, `not_signed_in`, `not_found`, `permission_denied`.
 */
export function recheckOf(
  access: Access,
  call: { readonly actor: Actor; header(name: string): string | undefined },
  permission: Permission,
): () => Promise<Actor> {
  const headers = {
    authorization: call.header('authorization'),
    'x-api-key': call.header('x-api-key'),
    cookie: call.header('cookie'),
  };
  const { mandateId } = call.actor;
  return async () => access.actorOf(await access.callerOf({ method: 'GET', headers }), mandateId, permission);
}
