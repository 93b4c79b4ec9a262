import { answerOf, api } from '#web/lib/api/rappen-client.ts';

/**
 * The doors of src/identity/sign-in/README.md, whose answers the API's description does not spell out. Each throws an
 * `ApiProblem`: `sign_in_refused`, `second_factor_refused`, `not_signed_in`, `rate_limited`, ...
 */

export async function signInWithPassword(
  email: string,
  password: string,
): Promise<{ secondFactorRequired: boolean }> {
  return answerOf(api.POST('/api/auth/sign-in/email', { body: { email, password } })) as Promise<never>;
}

export async function sendCode(code: string): Promise<void> {
  await answerOf(api.POST('/api/auth/two-factor/verify-totp', { body: { code } }));
}

export async function sendRecoveryCode(code: string): Promise<void> {
  await answerOf(api.POST('/api/auth/two-factor/verify-backup-code', { body: { code } }));
}

/** Where the browser has to go for single sign-on; it comes back to the path. Only where it is set up, so not described. */
export async function singleSignOnAddress(callbackURL: string): Promise<{ url: string }> {
  const post = api.POST as unknown as (
    path: string,
    options: { body: unknown },
  ) => ReturnType<typeof api.POST>;
  return answerOf(post('/api/auth/sign-in/social', { body: { callbackURL } })) as Promise<never>;
}

export async function requestPasswordLink(email: string): Promise<void> {
  await answerOf(api.POST('/api/auth/request-password-reset', { body: { email } }));
}

/** `link_expired`: it was used, or is too old. */
export async function setPassword(token: string, newPassword: string): Promise<void> {
  await answerOf(api.POST('/api/auth/reset-password', { body: { token, newPassword } }));
}
