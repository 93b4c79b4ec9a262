import { raiseAlarm } from '#kernel/alarm.ts';
import { AppError } from '#kernel/error.ts';
import { formatChf } from '#kernel/money.ts';
import { headersToCaller } from './call-headers.ts';
import { type CollectedAnswer, CollectedBody, collectAnswer } from './collect-answer.ts';
import type { GatewayAnswer } from './gateway-call.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import type { HeldCall } from './held-call.ts';
import { unknownUsage } from './price-usage.ts';
import { brokenStream, isOperatorsMatter, toProviderError } from './provider-error.ts';
import { type Ending, relayStream } from './relay-stream.ts';
import { type Booking, settleCall } from './settle-call.ts';
import { collectBody, type UpstreamAnswer, UpstreamFailure } from './upstream-exchange.ts';

type Settle = (ending: Ending) => Promise<Booking | undefined>;

/** An answer is kept until its charge is booked, so its size is bounded. Embeddings of 2,048 texts take 60 MB. */
const MAX_ANSWER_BYTES = 96 * 1024 * 1024;
const MAX_REFUSAL_BYTES = 1024 * 1024;

/** A whole JSON answer: priced and booked first, so that its head can say what it cost. */
export async function answerWhole(
  deps: GatewayDeps,
  held: HeldCall,
  answer: UpstreamAnswer,
  settle: Settle,
): Promise<GatewayAnswer> {
  const { bytes, release } = await collectWhole(deps, held, answer);
  const cleaned = held.answer.json(bytes.toString('utf8'));
  const booking = await settle('whole');
  const body = cleaned === undefined ? bytes : Buffer.from(cleaned);
  return {
    status: answer.status,
    headers: { ...headersOf(held, answer), ...bookingHeaders(booking) },
    body: release ? new CollectedBody(body, release) : body,
  };
}

/** A stream: passed on as it comes, priced and booked at its end. */
export function answerStream(
  deps: GatewayDeps,
  held: HeldCall,
  answer: UpstreamAnswer,
  settle: Settle,
): GatewayAnswer {
  const { provider, requestId } = held.call;
  const body = relayStream({
    body: answer.body,
    reader: held,
    drainMs: deps.waits.drainMs,
    settle: (ending) => {
      if (ending === 'cut') deps.observer.upstreamFailed(provider.name, 'cut');
      return settle(ending);
    },
    cutEvent: (failure) =>
      provider.errorEvent(brokenStream(failure ?? new UpstreamFailure('broken'), held.holdId), requestId),
  });
  return { status: answer.status, headers: headersOf(held, answer), body };
}

/** The provider refused before it generated: nothing is charged, and its own words go to the caller. */
export async function passOnRefusal(
  deps: GatewayDeps,
  held: HeldCall,
  answer: UpstreamAnswer,
): Promise<GatewayAnswer> {
  const { provider, requestId } = held.call;
  await settleCall(deps, held, { kind: 'void', reason: `provider_status_${answer.status}` });
  deps.observer.upstreamRefused(provider.name, answer.status);
  if (isOperatorsMatter(answer)) {
    raiseAlarm(
      deps.log,
      'operator_refused_by_provider',
      { provider: provider.name, status: answer.status, requestId },
      'the provider refuses the operator',
    );
    answer.body.abort();
    throw new AppError('provider_error');
  }
  const body = await collectBody(answer.body, MAX_REFUSAL_BYTES).catch((error: unknown) => {
    throw toProviderError(error);
  });
  return { status: answer.status, headers: headersToCaller(provider, requestId, answer), body };
}

export function isEventStream(answer: UpstreamAnswer): boolean {
  const type = answer.headers['content-type'];
  return typeof type === 'string' && type.startsWith('text/event-stream');
}

/** If it breaks off, nobody knows what the call cost: nothing of a JSON answer can be read before its end. */
async function collectWhole(
  deps: GatewayDeps,
  held: HeldCall,
  { body }: UpstreamAnswer,
): Promise<CollectedAnswer> {
  try {
    return await collectAnswer(body, MAX_ANSWER_BYTES, deps.bigAnswers);
  } catch (error) {
    const why = error instanceof UpstreamFailure ? error.kind : 'broken';
    deps.observer.upstreamFailed(held.call.provider.name, why);
    await settleCall(deps, held, unknownUsage(held, why));
    throw toProviderError(error, held.holdId);
  }
}

function headersOf(held: HeldCall, answer: UpstreamAnswer): Record<string, string> {
  const { call, loweredOutputTokens } = held;
  const headers = headersToCaller(call.provider, call.requestId, answer);
  headers['x-rappen-transaction-id'] = held.transactionId;
  if (loweredOutputTokens !== undefined) headers['x-rappen-max-output-tokens'] = String(loweredOutputTokens);

  return headers;
}

/** Left out where the booking is still on its way: an answer that was paid for is not kept back. */
function bookingHeaders(booking: Booking | undefined): Record<string, string> | undefined {
  return (
    booking && {
      'x-rappen-charge-chf': formatChf(booking.amount),
      'x-rappen-balance-chf': formatChf(booking.balanceAfter),
    }
  );
}
