import { headersToProvider } from './call-headers.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import type { HeldCall } from './held-call.ts';
import { unknownUsage } from './price-usage.ts';
import { toProviderError } from './provider-error.ts';
import { settleCall } from './settle-call.ts';
import { type UpstreamAnswer, UpstreamFailure } from './upstream-exchange.ts';

/**
 * Sends the call and waits for the head of the answer. Where none comes, the hold is settled: freed if the provider has
 * seen nothing of the call, `unknown` if it may have. Throws `provider_error` or `provider_timeout` then.
 */
export async function sendCall(deps: GatewayDeps, held: HeldCall): Promise<UpstreamAnswer> {
  try {
    if (held.call.callerHasLeft()) throw new UpstreamFailure('not_sent');
    const exchange = deps.upstream.send(held.call.provider, upstreamRequest(held));
    held.breakOff = () => exchange.abort();
    return requireReadable(await exchange.answer);
  } catch (error) {
    const failure = error instanceof UpstreamFailure ? error : new UpstreamFailure('not_sent', error);
    deps.observer.upstreamFailed(held.call.provider.name, failure.kind);
    const isSent = failure.kind !== 'not_sent';
    await settleCall(deps, held, isSent ? unknownUsage(held, failure.kind) : NOT_SENT);
    throw toProviderError(error, isSent ? held.holdId : undefined);
  }
}

/** We ask for `identity`. What comes packed all the same could be passed on, but not read, and so not charged. */
function requireReadable(answer: UpstreamAnswer): UpstreamAnswer {
  const encoding = answer.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return answer;
  answer.body.abort();
  throw new UpstreamFailure('broken');
}

const NOT_SENT = { kind: 'void', reason: 'not_sent' } as const;

function upstreamRequest({ call, request, hold }: HeldCall) {
  const { provider, endpoint } = call;
  const rewritten = request.bodyToSend(hold.loweredOutputTokens);
  return {
    method: endpoint.method,
    path: call.path,
    headers: headersToProvider(provider, call.headers, true),
    body: rewritten ? Buffer.from(JSON.stringify(rewritten)) : call.body,
  };
}
