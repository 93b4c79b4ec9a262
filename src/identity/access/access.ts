import type { IncomingHttpHeaders } from 'node:http';
import type { Db } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { type Actor, inMandate, requirePermission } from '../actor.ts';
import type { Authenticator } from '../authenticate.ts';
import { requireMandate } from '../mandates/mandate.service.ts';
import { ROOT_MANDATE_ID } from '../mandates/mandate.ts';
import { isOperatorOnly, type Permission } from '../permissions.ts';
import type { PublicAddress } from '../sign-in/public-address.ts';
import type { Caller, Sessions } from './api-caller.ts';
import { refuseForeignOrigin } from './foreign-origin.ts';
import { membershipsOf } from './membership.store.ts';

export interface AccessDeps {
  readonly db: Db;
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly sessions: Sessions;
  readonly address: Pick<PublicAddress, 'origins'>;
}

export interface Access {
  /**
   * Who calls: by a key if there is one, else by the session's cookie. Throws `invalid_api_key`, `not_signed_in`,
   * `foreign_origin` for a change that a page of another site asks for with the session's cookie.
   */
  callerOf(request: { readonly method: string; readonly headers: IncomingHttpHeaders }): Promise<Caller>;
  /**
   * The caller in the mandate that is named, or in the one that he has, who may do this. Throws `not_found` for a
   * mandate that is not his, `permission_denied`, `scope_missing`, `invalid_request` where he must name one of several.
   */
  actorOf(caller: Caller, named: MandateId | undefined, permission: Permission): Promise<Actor>;
}

export function createAccess(deps: AccessDeps): Access {
  return {
    callerOf: (request) => identify(deps, request),
    actorOf: async (caller, named, permission) => {
      const actor = await (caller.kind === 'key'
        ? actorOfKey(deps.db, caller.actor, named)
        : actorOfSession(deps.db, caller, named, permission));
      requirePermission(actor, permission);
      return actor;
    },
  };
}

async function identify(
  deps: AccessDeps,
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
): Promise<Caller> {
  if (headers.authorization !== undefined || headers['x-api-key'] !== undefined) {
    const actor = await deps.authenticator.authenticate(headers);
    return { kind: 'key', userId: actor.userId, actor };
  }
  const session = headers.cookie === undefined ? undefined : await deps.sessions.sessionOf(headers);
  if (!session) throw new AppError('not_signed_in');
  refuseForeignOrigin(method, headers, deps.address.origins());
  return { kind: 'session', userId: session.userId, session };
}

/** A key has its mandate; only the operator's reaches others. */
async function actorOfKey(db: Db, own: Actor, named: MandateId | undefined): Promise<Actor> {
  if (named === undefined || named === own.mandateId) return own;
  if (!own.isOperator) throw noSuchMandate();
  return inMandate(own, named, (await requireMandate(db, named)).status);
}

async function actorOfSession(
  db: Db,
  caller: Caller,
  named: MandateId | undefined,
  permission: Permission,
): Promise<Actor> {
  const actors = await membershipsOf(db, caller.userId);
  const operator = actors.find(({ isOperator }) => isOperator);
  if (named === undefined && isOperatorOnly(permission)) {
    if (operator) return operator;
    throw new AppError('permission_denied', { resource: permission });
  }
  if (named === undefined) return onlyOne(actors);
  const member = actors.find(({ mandateId }) => mandateId === named);
  // The operator may do more in a mandate than what a membership of it gives him.
  if (operator && named !== ROOT_MANDATE_ID) {
    return inMandate(operator, named, (await requireMandate(db, named)).status);
  }
  if (member) return member;
  throw noSuchMandate();
}

function onlyOne(actors: readonly Actor[]): Actor {
  const [first, second] = actors;
  if (!first) throw new AppError('permission_denied', {}, 'You are not a member of any mandate.');
  if (second) throw invalidRequest('query.mandate', 'you are a member of several mandates: name one of them');
  return first;
}

/** The same as for one that does not exist: nobody learns which do. */
function noSuchMandate(): AppError {
  return new AppError('not_found', {}, 'There is no such mandate.');
}
