import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Db } from '#db/database.ts';
import type { Sessions } from '../access/api-caller.ts';
import type { PublicAddress } from './public-address.ts';
import { findSession } from './session.store.ts';

/**
 * Whose cookie it is; undefined for none, a forged one, and a session that has ended. It is looked up every time: a session
 * that is revoked anywhere ends at once everywhere. Throws `database_unavailable`.
 */
export function createSessions(deps: {
  readonly db: Db;
  readonly address: PublicAddress;
  readonly secret: string;
}): Sessions {
  return {
    sessionOf: async ({ cookie }) => {
      const token = cookie && readToken(cookie, sessionCookieName(deps.address.url()), deps.secret);
      return token ? findSession(deps.db, token) : undefined;
    },
  };
}

/** As better-auth names it: with `__Secure-` where browsers shall insist on TLS. */
export function sessionCookieName(publicUrl: string): string {
  return `${publicUrl.startsWith('https:') ? '__Secure-' : ''}rappen.session_token`;
}

// better-auth's cookie is `<token>.<HMAC-SHA256 of it, base64>`, percent-encoded. Its own lookup needs two queries and hides
// whether the database was away.
function readToken(cookies: string, name: string, secret: string): string | undefined {
  const values = cookies.split(';').map((pair) => pair.trim());
  const value = values.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const [, token, signature] = /^([A-Za-z0-9]{32})\.(.{44})$/.exec(decode(value ?? '')) ?? [];
  if (token === undefined || signature === undefined) return undefined;
  const expected = createHmac('sha256', secret).update(token).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
