import { answerOf, api } from '#web/lib/api/rappen-client.ts';

/**
 * What a person may do about his own sign-in (src/identity/sign-in/README.md); the API's description does not spell these
 * answers out. Each throws an `ApiProblem`: `invalid_request` with path `password` for a wrong present password, `rate_limited`.
 */

/** Every other session ends. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await answerOf(api.POST('/api/auth/change-password', { body: { currentPassword, newPassword } }));
}

/** In force with the first right code. */
export async function beginSecondFactor(password: string): Promise<SecondFactor> {
  return answerOf(api.POST('/api/auth/two-factor/enable', { body: { password } })) as Promise<never>;
}

export interface SecondFactor {
  /** `otpauth://totp/...` */
  readonly totpUri: string;
  readonly recoveryCodes: readonly string[];
}

export async function confirmSecondFactor(code: string): Promise<void> {
  await answerOf(api.POST('/api/auth/two-factor/verify-totp', { body: { code } }));
}

export async function disableSecondFactor(password: string): Promise<void> {
  await answerOf(api.POST('/api/auth/two-factor/disable', { body: { password } }));
}

/** The old ones end. */
export async function newRecoveryCodes(password: string): Promise<{ recoveryCodes: readonly string[] }> {
  return answerOf(
    api.POST('/api/auth/two-factor/generate-backup-codes', { body: { password } }),
  ) as Promise<never>;
}

export async function signOutElsewhere(): Promise<void> {
  await answerOf(api.POST('/api/auth/revoke-other-sessions', { body: {} }));
}
