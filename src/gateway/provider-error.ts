import { AppError } from '#kernel/error.ts';
import { type UpstreamAnswer, UpstreamFailure } from './upstream-exchange.ts';

/** What the caller is told when no answer came. Says nothing of addresses or of the provider's words. */
export function providerError(failure: UpstreamFailure): AppError {
  return new AppError(
    failure.kind === 'timeout' ? 'provider_timeout' : 'provider_error',
    {},
    undefined,
    failure,
  );
}

/** The same for anything that was thrown on the way to a provider; other errors stay as they are. */
export function toProviderError(error: unknown): unknown {
  return error instanceof UpstreamFailure ? providerError(error) : error;
}

/**
 * A refusal that is the operator's matter and must not reach a caller as if it were his: the operator's key (401, 403),
 * his bill (402), his plan (Tavily's 432 and 433), or a redirect, which is never followed.
 */
export function isOperatorsMatter({ status }: UpstreamAnswer): boolean {
  return (status >= 300 && status < 400) || OPERATORS_STATUSES.has(status);
}

const OPERATORS_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 407, 432, 433]);
