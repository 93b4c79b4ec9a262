import { AISDKError, APICallError } from 'ai';
import { openai } from '#aicore/providers/openai/openai.provider.ts';
import type { GatewayAnswer } from '#gateway/gateway-call.ts';
import { refusal } from '#gateway/provider-refusal.ts';
import { toAppError } from '#http/problem.ts';
import { AppError } from '#kernel/error.ts';
import type { Send } from '../processor/metered-fetch.ts';
import { failureOf, isRefusalOfProvider } from '../processor/task-failure.ts';

/**
 * Whatever was thrown on the way to an answer, as an error that may be shown and logged. Errors of the AI SDK carry the prompt, or what the
 * model has written: nothing of them is kept but our own sentence and the id of the booking.
 */
export function completionError(thrown: unknown): AppError {
  if (!AISDKError.isInstance(thrown)) return toAppError(thrown);
  const { code, message, details } = failureOf(thrown, false);
  return new AppError(code, { ...details, ...bookingOf(thrown) }, message);
}

/** The error in OpenAI's shape; a provider's refusal keeps its status and its `retry-after`. */
export function completionRefusal(error: AppError, thrown: unknown, requestId: string): GatewayAnswer {
  const answer = refusal(openai, error, requestId);
  if (!isRefusalOfProvider(thrown)) return answer;
  const retryAfter = thrown.responseHeaders?.['retry-after'];
  const headers =
    retryAfter === undefined ? answer.headers : { ...answer.headers, 'retry-after': retryAfter };
  return { ...answer, status: thrown.statusCode, headers };
}

/** Refusals of the metered call name fields of the request as the provider gets it; those of another format are not the caller's. */
export function inCallersWords(send: Send, provider: string): Send {
  if (provider === 'openai') return send;
  return async (input, init) => {
    try {
      return await send(input, init);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error;
      const { path, ...details } = error.details;
      if (String(path).startsWith('headers.')) throw error;
      throw new AppError(error.code, details, `As ${provider} is asked: ${error.message}`);
    }
  };
}

function bookingOf(error: AISDKError): { readonly transaction_id?: string } {
  const id = APICallError.isInstance(error) && error.responseHeaders?.['x-rappen-transaction-id'];
  return id ? { transaction_id: id } : {};
}
