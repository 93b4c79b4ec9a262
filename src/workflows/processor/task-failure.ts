import { APICallError, UnsupportedFunctionalityError } from 'ai';
import { AppError, type ErrorCode } from '#kernel/error.ts';
import type { TaskFailure } from './task-event.ts';

/** Longer sentences of a provider are cut. */
const MOST_CHARACTERS = 300;

/**
 * Whatever ended a task, for people. `hasSpent`: something was held before it, so that it may have cost something. Says nothing of
 * our inside; a provider's own words only where it refuses the request.
 */
export function failureOf(error: unknown, hasSpent: boolean): TaskFailure {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details };
  if (isRefusalOfProvider(error)) return refusalOfProvider(error);
  if (UnsupportedFunctionalityError.isInstance(error))
    return failure('invalid_request', `The provider does not take this: ${error.functionality}.`);
  if (isBrokenOff(error, hasSpent))
    return failure('provider_error', 'The provider broke off. What came until then is charged.');
  return failure('provider_error', 'The provider gave no answer that can be read.');
}

/** True if the provider has answered with an error. An answer that the SDK could not read is none: it may well be charged. */
export function isRefusalOfProvider(error: unknown): error is RefusalOfProvider {
  return APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400;
}

type RefusalOfProvider = APICallError & { readonly statusCode: number };

/** A refusal before anything was generated: nothing is charged. */
function refusalOfProvider(error: RefusalOfProvider): TaskFailure {
  const status = error.statusCode;
  const said = sentenceOf(error);
  if (status === 429)
    return failure('rate_limited', `The provider has too many requests now. Nothing was charged.`);
  if (status === 404) return failure('model_not_found', `The provider does not know this model. ${said}`);
  if (status >= 400 && status < 500)
    return failure('invalid_request', `The provider refuses this request: ${said}`);
  return failure('provider_error', 'The provider has trouble. Nothing was charged.');
}

function failure(code: ErrorCode, message: string): TaskFailure {
  return { code, message: message.trim(), details: {} };
}

/** What stands in the error's `message`, in the format of any of the providers. */
function sentenceOf({ responseBody }: APICallError): string {
  try {
    const body: unknown = JSON.parse(responseBody ?? '');
    const error = fieldOf(body, 'error') ?? body;
    const message = fieldOf(error, 'message') ?? fieldOf(error, 'detail');
    return typeof message === 'string' ? message.slice(0, MOST_CHARACTERS) : '';
  } catch {
    return '';
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** An error event of a stream, and not an error of how it was read. */
function isBrokenOff(error: unknown, hasSpent: boolean): boolean {
  return hasSpent && !(error instanceof TypeError) && !(error instanceof SyntaxError);
}
