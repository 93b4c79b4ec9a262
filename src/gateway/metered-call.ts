import { quoteUpperBound } from '#aicore/quote/upper-bound.ts';
import { parseJsonObject } from '#http/json-body.ts';
import { requireCall, requireProvider } from '#identity/actor.ts';
import type { Quote } from './admission.ts';
import { answerStream, answerWhole, isEventStream, passOnRefusal } from './answer-call.ts';
import { authorizeCall } from './authorise-call.ts';
import type { GatewayAnswer, MeteredGatewayCall } from './gateway-call.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { HeldCall } from './held-call.ts';
import { pinPrices } from './pinned-prices.ts';
import { priceUsage } from './price-usage.ts';
import { isSuccess } from './provider-error.ts';
import type { Ending } from './relay-stream.ts';
import { sendCall } from './send-call.ts';
import { type Booking, settleCall } from './settle-call.ts';
import { spenderOf } from './spender.ts';

/**
 * The one flow: every call to an AI provider that costs money goes through here, from top to bottom. Nothing else may
 * call a provider or capture a hold. Throws an `AppError` where the call is refused or fails; then nothing is charged.
 */
export async function meteredCall(deps: GatewayDeps, call: MeteredGatewayCall): Promise<GatewayAnswer> {
  const { actor, provider, endpoint } = call;

  // 1. May this actor call this provider?
  requireCall(actor);
  requireProvider(actor, provider.name);

  // 2. What is asked, of which model, at which prices? Pinned: a later change does not touch this call.
  const request = endpoint.readRequest(parseJsonObject(call.body), call.body?.length ?? 0);
  const spender = spenderOf(call);
  const spending = deps.spending.spendingCached(spender) ?? (await deps.spending.spendingOf(spender));
  const prices = await pinPrices(deps, call, request, spending);
  if (request.providerIds.length > 0) {
    await deps.providerObjects.requireOwn(actor.mandateId, provider.name, request.providerIds);
  }

  // 3. What can it cost at most?
  const { limits } = prices.model.offer;
  const quote: Quote = (how) =>
    quoteUpperBound({ request, limits, how, price: prices.price, terms: prices.terms });

  // 4. Hold so much, or what there is: committed before anything is sent.
  const hold = await authorizeCall(deps, call, request, spending, prices, quote);
  const held = new HeldCall(call, request, prices, hold);
  call.watcher?.held(held);

  // 5. Send it. No database transaction is open.
  deps.callsInFlight.add(held);
  const answer = await sendCall(deps, held);

  // 6. Price what the answer says was used; 7. book it, and free what was held too much.
  const settle = (ending: Ending): Promise<Booking | undefined> =>
    settleCall(deps, held, priceUsage(held, ending));

  if (!isSuccess(answer)) return passOnRefusal(deps, held, answer);
  return isEventStream(answer)
    ? answerStream(deps, held, answer, settle)
    : answerWhole(deps, held, answer, settle);
}
