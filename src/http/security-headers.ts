import type { Headers } from './standing-headers.ts';

/** For answers that are data: a browser that opens one as a page loads nothing and runs nothing. Pages bring their own. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const ONE_YEAR_S = 365 * 24 * 3600;

/** On every answer. `publicUrl`: where people reach us; only behind https may browsers be told to insist on it. */
export function securityHeaders(publicUrl: string | undefined): Headers {
  const isHttps = publicUrl?.startsWith('https:') === true;
  return {
    'content-security-policy': DATA_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isHttps ? { 'strict-transport-security': `max-age=${ONE_YEAR_S}` } : {}),
  };
}
