import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '#kernel/error.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends the session's cookie along with whatever page asks for it; so a change must come from a page of ours
 * (`origins`). Browsers say where from: `Origin` on every request that changes something, `Sec-Fetch-Site` too (Fetch
 * standard, "Origin header"; Fetch Metadata Request Headers). Who sends neither, but a cookie, is no browser of today;
 * a program without cookies need not say. Throws `foreign_origin`.
 */
export function refuseForeignOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  origins: readonly string[],
): void {
  if (SAFE_METHODS.has(method)) return;
  const { origin, cookie, 'sec-fetch-site': site } = headers;
  const isOurs =
    origin === undefined ? cookie === undefined || site === 'same-origin' : origins.includes(origin);
  if (!isOurs || site === 'cross-site') throw new AppError('foreign_origin');
}
