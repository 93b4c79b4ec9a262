import type { Provider } from '#aicore/provider.ts';
import { errorAnswer } from '#http/problem.ts';
import type { AppError } from '#kernel/error.ts';
import type { GatewayAnswer } from './gateway-call.ts';

/** Our refusal in the shape of the provider that was called, so that its SDK raises its own error class. */
export function refusal(provider: Provider, error: AppError, requestId: string): GatewayAnswer {
  const answer = errorAnswer(error, requestId, 'application/json', provider.errorBody(error, requestId));
  const { transaction_id: transactionId } = error.details;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      // The SDKs read the request's id where the provider has it.
      [provider.requestIdHeader]: requestId,
      ...(transactionId === undefined ? {} : { 'x-rappen-transaction-id': String(transactionId) }),
    },
  };
}
