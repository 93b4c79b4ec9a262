import type { FreeEndpoint } from '#aicore/provider.ts';
import { parseJsonObject } from '#http/json-body.ts';
import { requireCall, requireProvider } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { headersToCaller, headersToProvider } from './call-headers.ts';
import type { GatewayAnswer, GatewayCall } from './gateway-call.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { isOperatorsMatter, isSuccess, toProviderError } from './provider-error.ts';
import { collectBody, UpstreamFailure } from './upstream-exchange.ts';

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** Lists of models, counts of tokens: the provider bills nothing, so nothing is held and nothing booked. */
export async function freeCall(deps: GatewayDeps, call: GatewayCall<FreeEndpoint>): Promise<GatewayAnswer> {
  requireCall(call.actor);
  requireProvider(call.actor, call.provider.name);
  const objectIds = call.endpoint.readProviderIds?.(parseJsonObject(call.body)) ?? [];
  if (objectIds.length > 0) {
    await deps.providerObjects.requireOwn(call.actor.mandateId, call.provider.name, objectIds);
  }
  try {
    const { answer: head } = deps.upstream.send(call.provider, {
      method: call.endpoint.method,
      path: call.path,
      headers: headersToProvider(call.provider, call.headers, call.body !== undefined),
      body: call.body,
    });
    const answer = await head;
    if (!isSuccess(answer)) deps.observer.upstreamRefused(call.provider.name, answer.status);
    if (isOperatorsMatter(answer)) {
      answer.body.abort();
      throw new AppError('provider_error');
    }
    return {
      status: answer.status,
      headers: headersToCaller(call.provider, call.requestId, answer),
      body: await collectBody(answer.body, MAX_ANSWER_BYTES),
    };
  } catch (error) {
    if (error instanceof UpstreamFailure) deps.observer.upstreamFailed(call.provider.name, error.kind);
    throw toProviderError(error);
  }
}
