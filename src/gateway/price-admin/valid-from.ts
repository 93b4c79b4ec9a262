import { AppError, invalidRequest } from '#kernel/error.ts';

/** Enough for every process to hear of it before it holds. */
const AHEAD_MS = 60_000;

/**
 * A new version begins tomorrow (UTC) or later: what was charged today and before stays explained by what held then. Only the
 * first version of all may begin earlier, since nothing can have been charged by it. Throws `invalid_request`, and
 * `conflict` if there is a version of that day.
 */
export function requireFree(
  validFrom: Date,
  versions: readonly { readonly validFrom: Date }[],
  now: Date,
): void {
  if (versions.some((version) => version.validFrom.getTime() === validFrom.getTime())) {
    throw new AppError(
      'conflict',
      { path: 'body.validFrom' },
      'There is a version of this day already; versions are never changed.',
    );
  }
  const hasBegun = versions.some((version) => version.validFrom.getTime() <= now.getTime());
  if (!hasBegun || validFrom.getTime() >= now.getTime() + AHEAD_MS) return;
  throw invalidRequest(
    'body.validFrom',
    'must be tomorrow (UTC) or later: earlier calls were charged by what held then',
  );
}
