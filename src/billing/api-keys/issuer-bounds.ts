import type { Scope } from '#identity/api-keys/api-key.ts';
import { type AppError, invalidRequest } from '#kernel/error.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';

/** What a key can do at most; undefined: as much as its user. */
export interface KeyBounds {
  readonly scopes: readonly Scope[];
  readonly providers: readonly string[] | undefined;
  readonly expiresAt: Date | undefined;
  readonly monthlyLimit: NanoChf | undefined;
}

/**
 * Throws `invalid_request` for the first thing in which a key would be more than the key that issues it. What the issuer is
 * bounded in must be stated: left out, it would be without bounds. (The same user's role narrows both in any case.)
 */
export function requireWithinIssuer(issuer: KeyBounds, wanted: KeyBounds): void {
  const refusal =
    refuseScopes(issuer, wanted) ??
    refuseProviders(issuer, wanted) ??
    refuseExpiry(issuer, wanted) ??
    refuseLimit(issuer, wanted);
  if (refusal) throw refusal;
}

type Refusal = AppError | undefined;

function refuseScopes(issuer: KeyBounds, wanted: KeyBounds): Refusal {
  const beyond = wanted.scopes.find((scope) => !issuer.scopes.includes(scope));
  return beyond && invalidRequest('body.scopes', `the issuing key itself has not the scope ${beyond}`);
}

function refuseProviders({ providers: own }: KeyBounds, wanted: KeyBounds): Refusal {
  const isWithin = own === undefined || wanted.providers?.every((provider) => own.includes(provider));
  if (isWithin === true) return undefined;
  return invalidRequest('body.providers', `must be among those of the issuing key: ${own?.join(', ')}`);
}

function refuseExpiry({ expiresAt: own }: KeyBounds, wanted: KeyBounds): Refusal {
  if (own === undefined || (wanted.expiresAt && wanted.expiresAt <= own)) return undefined;
  return invalidRequest('body.expiresAt', `must not be after that of the issuing key: ${own.toISOString()}`);
}

function refuseLimit({ monthlyLimit: own }: KeyBounds, wanted: KeyBounds): Refusal {
  if (own === undefined || (wanted.monthlyLimit !== undefined && wanted.monthlyLimit <= own))
    return undefined;
  return invalidRequest(
    'body.monthlyLimitChf',
    `must not be above that of the issuing key: ${formatChf(own)}`,
  );
}
