import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { AUTH_PATH } from './sign-in-paths.ts';

/** The settings `OIDC_...`. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button. */
  readonly name: string;
}

/**
 * Sign-in at an OpenID Connect issuer: found by discovery, authorization code with PKCE, the ID token verified. Who is no
 * user yet is refused; a user is found by the `sub` of before, the first time by an address that the issuer has verified.
 */
export function singleSignOn({ issuer, clientId, clientSecret, name }: OidcSettings, publicUrl: string) {
  return genericOAuth({
    config: [
      {
        providerId: 'oidc',
        name,
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        // With a header set, discovery follows no redirect to another host.
        discoveryHeaders: { accept: 'application/json' },
        clientId,
        clientSecret,
        redirectURI: `${publicUrl}${AUTH_PATH}/callback/oidc`,
        // What a client is registered with unless told otherwise (OpenID Connect Core 1.0, 9).
        authentication: 'basic',
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        disableSignUp: true,
        disableImplicitSignUp: true,
      },
    ],
  });
}
