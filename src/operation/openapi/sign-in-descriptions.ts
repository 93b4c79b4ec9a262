import type { RouteDescription } from '#http/route-description.ts';
import { emailBody } from '#identity/sign-in/sign-in.contract.ts';
import { ENDPOINTS, OIDC_ENDPOINTS } from '#identity/sign-in/sign-in-endpoints.ts';
import { AUTH_PATH } from '#identity/sign-in/sign-in-paths.ts';

const TAG = 'Sign-in';

const SUMMARIES: Readonly<Record<string, string>> = {
  '/sign-in/email': 'Signs in with e-mail address and password; the answer sets the cookie of the session',
  '/sign-out': 'Ends the session',
  '/get-session': 'Who is signed in',
  '/revoke-other-sessions': 'Ends all other sessions of whoever is signed in',
  '/change-password': 'Changes the own password, and ends all other sessions',
  '/reset-password': 'Sets a password by the link of a mail',
  '/two-factor/enable': 'Prepares a second factor: a secret for an authenticator app, and recovery codes',
  '/two-factor/disable': 'Does without a second factor again',
  '/two-factor/generate-backup-codes': 'Makes new recovery codes; the old ones end',
  '/two-factor/verify-totp': 'Ends a sign-in, or the enrolment, with a code of the authenticator app',
  '/two-factor/verify-backup-code': 'Ends a sign-in with a recovery code',
  '/sign-in/social': 'Begins a single sign-on; the answer says where to go',
  '/callback/oidc': 'Where the issuer sends people back to',
};

/**
 * The endpoints of sign-in, which are not in the list of routes: the pages use them, programs have keys. They answer pages of
 * our own origin only.
 */
export function signInDescriptions(hasSingleSignOn: boolean): readonly RouteDescription[] {
  const endpoints = [...ENDPOINTS, ...(hasSingleSignOn ? OIDC_ENDPOINTS : [])].map(
    ({ method, path, body }): RouteDescription => ({
      ...common(method, path, SUMMARIES[path] ?? path),
      ...(body ? { body } : {}),
    }),
  );
  return [
    ...endpoints,
    {
      ...common(
        'POST',
        '/request-password-reset',
        'Mails a link to set a new password, if somebody has the address',
      ),
      body: emailBody,
    },
    common('GET', '/sign-in-options', 'Which other ways to sign in there are'),
  ];
}

function common(method: 'GET' | 'POST', path: string, summary: string): RouteDescription {
  return {
    method,
    path: `${AUTH_PATH}${path}` as `/${string}`,
    summary,
    tag: TAG,
    permission: 'public',
    produces: ['application/json'],
    status: 200,
  };
}
