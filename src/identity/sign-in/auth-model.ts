/** Which of our tables and columns (migrations/0007_sign_in.sql) are better-auth's models and fields. */

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

export const USER_MODEL = {
  modelName: 'app_user',
  fields: { emailVerified: 'email_verified', ...TIMES },
} as const;

export const SESSION_MODEL = {
  modelName: 'app_session',
  fields: {
    userId: 'user_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
    ...TIMES,
  },
} as const;

export const ACCOUNT_MODEL = {
  modelName: 'app_account',
  fields: {
    userId: 'user_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
    ...TIMES,
  },
} as const;

export const VERIFICATION_MODEL = {
  modelName: 'sign_in_proof',
  fields: { expiresAt: 'expires_at', ...TIMES },
} as const;

export const TWO_FACTOR_SCHEMA = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'second_factor',
    fields: {
      userId: 'user_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
} as const;
