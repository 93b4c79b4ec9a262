import type { Answered } from './chat-types.ts';

/** The one number of an answer in the state in which it is. Amounts as the API writes them. */
export type CostState =
  /** It has been asked for, and no call has begun. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'held'; readonly chf: string }
  /** It is being made: what it comes to by now, of what is held. */
  | { readonly kind: 'running'; readonly chf: string; readonly heldChf: string }
  /** It has ended, and the provider has not said yet what it bills. */
  | { readonly kind: 'settling'; readonly heldChf: string }
  | { readonly kind: 'charged'; readonly chf: string; readonly isEstimated: boolean }
  | { readonly kind: 'not_charged' }
  /** The provider has not said what it bills. Charged nothing for now; the operator looks at it. */
  | { readonly kind: 'unknown'; readonly chf: string };

/** `soFarChf`: what the stream has told last; undefined: nothing yet. */
export function costStateOf(answer: Answered, soFarChf: string | undefined): CostState {
  const { cost, state } = answer;
  if (state === 'running') {
    if (isSome(soFarChf) || isSome(cost.chargedChf) || answer.parts.length > 0)
      return { kind: 'running', chf: soFarChf ?? cost.chargedChf, heldChf: cost.heldChf };
    return isSome(cost.heldChf) ? { kind: 'held', chf: cost.heldChf } : { kind: 'waiting' };
  }
  if (cost.calls.some((call) => call.state === 'held') || isSome(cost.heldChf))
    return { kind: 'settling', heldChf: cost.heldChf };
  if (cost.calls.some((call) => call.state === 'unknown')) return { kind: 'unknown', chf: cost.chargedChf };
  if (!cost.calls.some((call) => call.state === 'charged') && !isSome(cost.chargedChf))
    return { kind: 'not_charged' };
  const isEstimated = cost.calls.some(({ usageSource }) => usageSource === 'estimated');
  return { kind: 'charged', chf: cost.chargedChf, isEstimated };
}

function isSome(chf: string | undefined): chf is string {
  return chf !== undefined && /[1-9]/.test(chf);
}
