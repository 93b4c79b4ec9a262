import type { MeteredRequest } from '#aicore/provider.ts';
import type { UpperBound } from '#aicore/quote/upper-bound.ts';
import type { Spending } from '#billing/accounts/spending.ts';
import type { AuthorizeRequest, AuthorizeResult } from '#billing/ledger/ledger.ts';
import { AppError } from '#kernel/error.ts';
import { type HoldId, idOf, newId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { amountsToHold, loweredOutputTokens, type Quote } from './admission.ts';
import type { MeteredGatewayCall } from './gateway-call.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { idempotencyOf } from './idempotency.ts';
import { insufficientBalance } from './insufficient-balance.ts';
import type { PinnedPrices } from './pinned-prices.ts';

/** Money that is held for one call. */
export interface Hold {
  readonly id: HoldId;
  readonly grantedNanoChf: NanoChf;
  /** The output that the grant pays for, per choice, where that is less than was asked for. */
  readonly loweredOutputTokens: number | undefined;
}

/**
 * Holds what the call can cost at most, or what there is of it. Committed when it resolves. Throws
 * `insufficient_balance`, `already_done`, `idempotency_conflict`, `rate_limited`, `overloaded`, `database_unavailable`.
 */
export async function authorizeCall(
  deps: GatewayDeps,
  call: MeteredGatewayCall,
  request: MeteredRequest,
  spending: Spending,
  prices: PinnedPrices,
  quote: Quote,
): Promise<Hold> {
  const byBytes = quote('bytes');
  const takeCounting = () => deps.rateLimits.takeCounting(call.actor, call.body?.length ?? 0);
  const hold = holdRequest(call, request, spending, prices);
  if (!hold) throw insufficientBalance(NO_WALLET, byBytes.minimumNanoChf, spending);
  if (call.origin) await deps.origins.record(call.actor.mandateId, hold.holdId, call.origin);
  const authorize = (bound: UpperBound) => authorizeWithin(deps, hold, bound, call.spendAtMost);
  const first = await authorize(byBytes);
  if (first.outcome === 'granted')
    return holdOf(hold.holdId, first.granted, byBytes, () =>
      takeCounting() ? undefined : quote('estimate'),
    );
  const refused = requireRefusal(first);

  // Counting tokens holds the whole process up: not for who has nothing to spend, and not time and again.
  if (refused.available <= 0n) throw insufficientBalance(refused, byBytes.minimumNanoChf, spending);
  const limited = takeCounting();
  if (limited) throw limited;

  // The refusal left no trace, so the same hold may be asked for again by the lower bound.
  const byTokenizer = quote('estimate');
  const required = byTokenizer.minimumNanoChf;
  if (required > refused.available) throw insufficientBalance(refused, required, spending);
  const second = await authorize(byTokenizer);
  if (second.outcome === 'granted')
    return holdOf(hold.holdId, second.granted, byTokenizer, () => byTokenizer);
  throw insufficientBalance(requireRefusal(second), required, spending);
}

const NO_WALLET = { source: 'balance', available: 0n } as const;

type HoldRequest = Omit<AuthorizeRequest, 'minimum' | 'wanted'>;

function holdRequest(
  call: MeteredGatewayCall,
  request: MeteredRequest,
  { walletId, limits }: Spending,
  { price, terms }: PinnedPrices,
): HoldRequest | undefined {
  if (walletId === undefined) return undefined;
  const { actor, origin, provider, requestId } = call;
  return {
    mandateId: actor.mandateId,
    holdId: newId('hld'),
    walletId,
    limits,
    ...idempotencyOf(call),
    call: {
      userId: actor.userId,
      ...(actor.apiKeyId === undefined ? {} : { apiKeyId: actor.apiKeyId }),
      ...(origin?.feature === 'automation' ? { automationId: origin.automationId } : {}),
      feature: origin?.feature ?? 'api',
      provider: provider.name,
      modelAsked: request.model,
      priceId: price.id,
      exchangeRateId: terms.rate.id,
      markupPpm: terms.markupPpm,
      requestId,
    },
  };
}

/** What a run may still spend is a limit as exact as the others: no more than that is held. */
async function authorizeWithin(
  deps: Pick<GatewayDeps, 'ledger'>,
  hold: HoldRequest,
  bound: UpperBound,
  spendAtMost: NanoChf | undefined,
): Promise<AuthorizeResult> {
  const { minimum, wanted } = amountsToHold(bound);
  if (spendAtMost === undefined || wanted <= spendAtMost)
    return deps.ledger.authorize({ ...hold, minimum, wanted });
  if (minimum > spendAtMost)
    return { outcome: 'refused', source: 'automation_limit', available: spendAtMost };
  return deps.ledger.authorize({ ...hold, minimum, wanted: spendAtMost });
}

function holdOf(
  id: HoldId,
  grantedNanoChf: NanoChf,
  bound: UpperBound,
  byTokenizer: () => UpperBound | undefined,
): Hold {
  return { id, grantedNanoChf, loweredOutputTokens: loweredOutputTokens(grantedNanoChf, bound, byTokenizer) };
}

function requireRefusal(result: AuthorizeResult): Extract<AuthorizeResult, { outcome: 'refused' }> {
  if (result.outcome === 'refused') return result;
  if (result.outcome === 'already_done') {
    const details = { transaction_id: idOf('txn', uuidOf(result.holdId)) };
    throw new AppError(result.sameContent ? 'already_done' : 'idempotency_conflict', details);
  }
  throw new AppError('idempotency_conflict');
}
