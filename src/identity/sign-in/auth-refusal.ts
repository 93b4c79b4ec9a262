import { z } from 'zod';
import { AppError, type ErrorCode, invalidRequest } from '#kernel/error.ts';

/** A refusal of better-auth in our codes; its own are in node_modules/@better-auth/core/dist/error/codes.mjs and its plugins. */
export async function readRefusal(response: Response): Promise<AppError> {
  const { code = '', message } = REFUSAL.safeParse(await response.json().catch(() => undefined)).data ?? {};
  const known = CODES[code];
  if (known) return new AppError(known);
  if (WRONG_PASSWORD.has(code)) return invalidRequest('password', 'is wrong');
  if (response.status === 401) return new AppError('not_signed_in');
  if (response.status === 429) return new AppError('rate_limited', { retry_after_seconds: 60 });
  if (response.status >= 500)
    return new AppError('internal', {}, undefined, new Error(`better-auth: ${code}`));
  return new AppError('invalid_request', {}, message);
}

const REFUSAL = z.object({ code: z.string().optional(), message: z.string().optional() });

const CODES: Readonly<Record<string, ErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'sign_in_refused',
  INVALID_CODE: 'second_factor_refused',
  INVALID_BACKUP_CODE: 'second_factor_refused',
  // Too many codes: this sign-in is over, and begins anew with the password.
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'not_signed_in',
  INVALID_TWO_FACTOR_COOKIE: 'not_signed_in',
  INVALID_TOKEN: 'link_expired',
  USER_NOT_FOUND: 'link_expired',
  INVALID_ORIGIN: 'foreign_origin',
  MISSING_OR_NULL_ORIGIN: 'foreign_origin',
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: 'foreign_origin',
  PROVIDER_NOT_FOUND: 'issuer_unavailable',
};

const WRONG_PASSWORD = new Set(['INVALID_PASSWORD', 'CREDENTIAL_ACCOUNT_NOT_FOUND']);
