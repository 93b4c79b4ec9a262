import type { Actor } from '../actor.ts';
import type { Permission } from '../permissions.ts';
import type { Access } from './access.ts';

/** The tables that decide who may do what: after a change in one of them it is worth asking once more. */
export const RIGHTS_TABLES: readonly string[] = [
  'mandate',
  'membership',
  'role',
  'role_permission',
  'api_key',
  'app_user',
  'app_session',
];

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
