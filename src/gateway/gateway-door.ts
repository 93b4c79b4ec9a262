import type { FastifyReply, FastifyRequest } from 'fastify';
import { toAppError } from '#http/problem.ts';
import type { RateLimits } from '#identity/access/rate-limits.ts';
import type { Actor } from '#identity/actor.ts';
import type { Authenticator } from '#identity/authenticate.ts';
import { type GatewaySlots, noFreeSlot } from './gateway-slots.ts';

/** What it takes to let a program's call in. */
export interface GatewayDoor extends GatewaySlots {
  readonly authenticator: Pick<Authenticator, 'authenticate' | 'authenticateCached'>;
  readonly rateLimits: RateLimits;
}

/** Who calls, before a byte of the body is read. */
export function admit(
  deps: GatewayDoor,
  request: FastifyRequest,
  reply: FastifyReply,
  next: (error?: Error) => void,
): void {
  if (deps.isStopping()) reply.raw.shouldKeepAlive = false;
  const refusal = noFreeSlot(deps);
  if (refusal) next(refusal);
  else authenticate(deps, request, next);
}

/** From memory as a rule, without waiting. */
function authenticate(deps: GatewayDoor, request: FastifyRequest, next: (error?: Error) => void): void {
  const refuse = (error: unknown) => next(toAppError(error));
  const accept = (actor: Actor) => {
    request.actor = actor;
    next(deps.rateLimits.takeCall(actor));
  };
  let known: Actor | undefined;
  try {
    known = deps.authenticator.authenticateCached(request.headers);
  } catch (error) {
    refuse(deps.rateLimits.refusedKey(request, error));
    return;
  }
  if (known) accept(known);
  else {
    deps.rateLimits
      .authenticate(request, () => deps.authenticator.authenticate(request.headers))
      .then(accept, refuse);
  }
}
