import { AppError } from '#kernel/error.ts';
import { type HoldId, idOf, uuidOf } from '#kernel/id.ts';
import { type UpstreamAnswer, UpstreamFailure } from './upstream-exchange.ts';

/** What the caller is told when no answer came. Says nothing of addresses or of the provider's words. */
function providerError(failure: UpstreamFailure, bookedAs: HoldId | undefined): AppError {
  return new AppError(codeOf(failure), bookedAs ? bookingOf(bookedAs) : {}, undefined, failure);
}

/** The same at the end of a stream that broke off: what was shown is charged. */
export function brokenStream(failure: UpstreamFailure, bookedAs: HoldId): AppError {
  const message = 'The provider broke off. What came until then is charged.';
  return new AppError(codeOf(failure), bookingOf(bookedAs), message, failure);
}

/**
 * The same for anything that was thrown on the way to a provider; other errors stay as they are. `bookedAs`: the hold of
 * a call that the provider may have seen; it is listed.
 */
export function toProviderError(error: unknown, bookedAs?: HoldId): unknown {
  return error instanceof UpstreamFailure ? providerError(error, bookedAs) : error;
}

function codeOf({ kind }: UpstreamFailure): 'provider_timeout' | 'provider_error' {
  return kind === 'timeout' ? 'provider_timeout' : 'provider_error';
}

function bookingOf(holdId: HoldId): { readonly transaction_id: string } {
  return { transaction_id: idOf('txn', uuidOf(holdId)) };
}

export function isSuccess({ status }: UpstreamAnswer): boolean {
  return status >= 200 && status < 300;
}

/**
 * A refusal that is the operator's matter and must not reach a caller as if it were his: the operator's key (401, 403),
 * his bill (402), his plan (Tavily's 432 and 433), or a redirect, which is never followed.
 */
export function isOperatorsMatter({ status }: UpstreamAnswer): boolean {
  return (status >= 300 && status < 400) || OPERATORS_STATUSES.has(status);
}

const OPERATORS_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 407, 432, 433]);
