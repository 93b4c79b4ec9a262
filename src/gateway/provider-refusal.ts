import type { Provider } from '#aicore/provider.ts';
import { errorAnswer } from '#http/problem.ts';
import type { AppError } from '#kernel/error.ts';
import type { GatewayAnswer } from './gateway-call.ts';

/** Our refusal in the shape of the provider that was called, so that its SDK raises its own error class. */
export function refusal(provider: Provider, error: AppError, requestId: string): GatewayAnswer {
  const answer = errorAnswer(error, requestId, 'application/json', provider.errorBody(error, requestId));
  // The SDKs read the request's id where the provider has it.
  return { ...answer, headers: { ...answer.headers, [provider.requestIdHeader]: requestId } };
}
