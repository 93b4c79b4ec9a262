import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Db } from '#db/database.ts';
import { newUuid } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#kernel/password-length.ts';
import { hashPassword, verifyPassword } from '../users/password.ts';
import { authLog } from './auth-log.ts';
import {
  ACCOUNT_MODEL,
  SESSION_MODEL,
  TWO_FACTOR_SCHEMA,
  USER_MODEL,
  VERIFICATION_MODEL,
} from './auth-model.ts';
import { HashSlots } from './hash-slots.ts';
import { dropProofsOf } from './password-link.store.ts';
import type { PublicAddress } from './public-address.ts';
import { AUTH_PATH, CLIENT_ADDRESS_HEADER } from './sign-in-paths.ts';
import { refuseUsedCode } from './used-code.ts';

export interface EngineDeps {
  readonly db: Db;
  readonly address: PublicAddress;
  readonly secret: string;
  readonly log: Log;
}

export type AuthEngine = ReturnType<typeof createAuthEngine>;

/** Set at the sign-in, and again by a request to `/api/auth/get-session` after a day. */
const SESSION_SECONDS = 7 * 24 * 3600;
const SESSION_RENEWAL_SECONDS = 24 * 3600;
const SECOND_FACTOR_WAIT_SECONDS = 600;

/**
 * better-auth, on our database. What it can do is more than what is mounted (`sign-in-endpoints.ts`). `plugins` are those
 * beside the second factor.
 */
export function createAuthEngine(deps: EngineDeps, plugins: readonly BetterAuthPlugin[] = []) {
  const slots = new HashSlots();
  const url = deps.address.url();
  return betterAuth({
    appName: 'Rappen',
    baseURL: new URL(url).origin,
    basePath: AUTH_PATH,
    // As a list, so that BETTER_AUTH_SECRETS of the environment is not looked at.
    secrets: [{ version: 1, value: deps.secret }],
    database: { db: deps.db, type: 'postgres', transaction: true },
    trustedOrigins: () => [...deps.address.origins()],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => {
        await dropProofsOf(deps.db, user.id);
      },
      password: {
        hash: (password) => slots.run(() => hashPassword(password)),
        verify: ({ hash, password }) => slots.run(() => verifyPassword(password, hash)),
      },
    },
    user: {
      ...USER_MODEL,
      additionalFields: { language: { type: 'string', required: false, input: false } },
    },
    session: { ...SESSION_MODEL, expiresIn: SESSION_SECONDS, updateAge: SESSION_RENEWAL_SECONDS },
    account: {
      ...ACCOUNT_MODEL,
      updateAccountOnSignIn: false,
      // Addresses are what administrators entered; there is no sign-up by which a stranger could have taken one.
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    verification: { ...VERIFICATION_MODEL, storeIdentifier: 'hashed' },
    plugins: [
      twoFactor({
        issuer: 'Rappen',
        schema: TWO_FACTOR_SCHEMA,
        twoFactorCookieMaxAge: SECOND_FACTOR_WAIT_SECONDS,
      }),
      ...plugins,
    ],
    databaseHooks: {
      session: { create: { before: async (session, context) => refuseUsedCode(deps.db, session, context) } },
      account: { create: { before: async (account) => ({ data: withoutTokens(account) }) } },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: authLog(deps.log),
    onAPIError: { throw: true, errorURL: `${url}/sign-in` },
    advanced: {
      cookiePrefix: 'rappen',
      useSecureCookies: url.startsWith('https:'),
      // Said out loud: by default better-auth checks nothing where NODE_ENV is test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      database: { generateId: () => newUuid() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  });
}

function withoutTokens<Account extends object>(account: Account): Account {
  return {
    ...account,
    accessToken: undefined,
    refreshToken: undefined,
    idToken: undefined,
    accessTokenExpiresAt: undefined,
    refreshTokenExpiresAt: undefined,
  };
}
