import type { Spender } from '#billing/accounts/spending.ts';
import type { GatewayCall } from './gateway-call.ts';

/** Whose wallet and limits a call is under: an automation spends for its owner, under a limit of its own. */
export function spenderOf({ actor, origin }: Pick<GatewayCall, 'actor' | 'origin'>): Spender {
  return origin?.feature === 'automation' ? { ...actor, automationId: origin.automationId } : actor;
}
