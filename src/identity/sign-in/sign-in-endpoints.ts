import type { z } from 'zod';
import * as bodies from './sign-in.contract.ts';
import { ANSWERS } from './sign-in-answers.ts';

type Body = Readonly<Record<string, unknown>>;

/** One of better-auth's endpoints that we let out. */
export interface SignInEndpoint {
  readonly method: 'GET' | 'POST';
  /** Below `/api/auth`. */
  readonly path: string;
  readonly body?: z.ZodType<Body>;
  /** What better-auth gets in place of the body: what a caller cannot set. Default: the body. */
  readonly forwarded?: (body: Body, publicUrl: string) => Body;
  /** The query is passed on. Default: it is not. */
  readonly hasQuery?: true;
  /** Who is limited: the account that the body names, the user who is signed in, or everybody by address. */
  readonly limit?: 'account_password' | 'own_password' | 'address';
  /** Links and waiting sign-ins of this user, which the old password may have allowed, end. */
  readonly endsProofs?: true;
  readonly answer: (json: unknown) => unknown;
}

/** The whole of better-auth that can be reached. None of it makes a user. */
export const ENDPOINTS: readonly SignInEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-in/email',
    body: bodies.signInBody,
    limit: 'account_password',
    answer: ANSWERS.signedIn,
  },
  { method: 'POST', path: '/sign-out', body: bodies.noBody, answer: ANSWERS.done },
  { method: 'GET', path: '/get-session', answer: ANSWERS.session },
  { method: 'POST', path: '/revoke-other-sessions', body: bodies.noBody, answer: ANSWERS.done },
  {
    method: 'POST',
    path: '/change-password',
    body: bodies.changePasswordBody,
    forwarded: (body) => ({ ...body, revokeOtherSessions: true }),
    endsProofs: true,
    limit: 'own_password',
    answer: ANSWERS.done,
  },
  {
    method: 'POST',
    path: '/reset-password',
    body: bodies.setPasswordBody,
    limit: 'address',
    answer: ANSWERS.done,
  },
  {
    method: 'POST',
    path: '/two-factor/enable',
    body: bodies.passwordBody,
    limit: 'own_password',
    answer: ANSWERS.enrolled,
  },
  {
    method: 'POST',
    path: '/two-factor/disable',
    body: bodies.passwordBody,
    limit: 'own_password',
    answer: ANSWERS.done,
  },
  {
    method: 'POST',
    path: '/two-factor/generate-backup-codes',
    body: bodies.passwordBody,
    limit: 'own_password',
    answer: ANSWERS.recoveryCodes,
  },
  {
    method: 'POST',
    path: '/two-factor/verify-totp',
    body: bodies.codeBody,
    limit: 'address',
    answer: ANSWERS.done,
  },
  {
    method: 'POST',
    path: '/two-factor/verify-backup-code',
    body: bodies.recoveryCodeBody,
    limit: 'address',
    answer: ANSWERS.done,
  },
];

/** Single sign-on; only where it is set up. */
export const OIDC_ENDPOINTS: readonly SignInEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-in/social',
    body: bodies.singleSignOnBody,
    forwarded: ({ callbackURL }, publicUrl) => ({
      provider: 'oidc',
      callbackURL: `${publicUrl}${callbackURL}`,
      errorCallbackURL: `${publicUrl}/sign-in`,
      disableRedirect: true,
    }),
    limit: 'address',
    answer: ANSWERS.address,
  },
  // A redirect; the address that it sends to was given, and checked, at its beginning.
  { method: 'GET', path: '/callback/oidc', hasQuery: true, limit: 'address', answer: ANSWERS.done },
];
