import type { Db } from '#db/database.ts';
import type { Log } from '#kernel/log.ts';
import type { Sessions } from '../access/api-caller.ts';
import { type AttemptLimits, createAttemptLimits } from './attempt-limits.ts';
import type { AuthEngine } from './auth-engine.ts';
import { createPasswordLinks, type PasswordLinks, type SendMail } from './password-links.ts';
import type { PublicAddress } from './public-address.ts';
import { createSessions } from './sessions.ts';
import type { OidcSettings } from './single-sign-on.ts';

export interface SignInOptions {
  readonly db: Db;
  readonly log: Log;
  readonly address: PublicAddress;
  /** See `readSessionSecret`. */
  readonly secret: string;
  readonly sendMail: SendMail;
  readonly oidc?: OidcSettings | undefined;
}

export interface SignIn {
  readonly db: Db;
  readonly address: PublicAddress;
  readonly sessions: Sessions;
  readonly passwordLinks: PasswordLinks;
  readonly limits: AttemptLimits;
  /** Undefined: single sign-on is not set up. */
  readonly oidcName: string | undefined;
  /** Loaded and made when first asked for: the address is known then, and a gateway that nobody signs in to does without. */
  engine(): Promise<AuthEngine>;
  /** An engine of its own: an issuer that does not answer holds up nobody who signs in with a password. */
  oidcEngine(): Promise<AuthEngine>;
}

/** Sign-in, wired together. */
export function createSignIn(options: SignInOptions): SignIn {
  const { db, address, oidc } = options;
  let engine: Promise<AuthEngine> | undefined;
  let oidcEngine: Promise<AuthEngine> | undefined;
  return {
    db,
    address,
    sessions: createSessions(options),
    passwordLinks: createPasswordLinks(options),
    limits: createAttemptLimits(db),
    oidcName: oidc?.name,
    engine: () => {
      engine ??= loadEngine(options);
      return engine;
    },
    oidcEngine: () => {
      oidcEngine ??= loadEngine(options, oidc);
      return oidcEngine;
    },
  };
}

async function loadEngine(options: SignInOptions, oidc?: OidcSettings): Promise<AuthEngine> {
  const { createAuthEngine } = await import('./auth-engine.ts');
  if (!oidc) return createAuthEngine(options);
  const { singleSignOn } = await import('./single-sign-on.ts');
  return createAuthEngine(options, [singleSignOn(oidc, options.address.url())]);
}
