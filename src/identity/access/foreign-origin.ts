import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '#kernel/error.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends the session's cookie along with whatever page asks for it; so a change must come from our own pages.
 * Browsers say where from: `Origin` on every request that changes something, `Sec-Fetch-Site` too
 * (Fetch standard, "Origin header"; Fetch Metadata Request Headers). Without either it is no browser of today: refused.
 */
export function refuseForeignOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  publicUrl: string | undefined,
): void {
  if (SAFE_METHODS.has(method)) return;
  const { origin, host } = headers;
  if (origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : isOurs(origin, host, publicUrl))
    return;
  throw new AppError('foreign_origin');
}

function isOurs(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return host !== undefined && new URL(origin).host === host && publicUrl === undefined;
}
