import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '#kernel/error.ts';
import type { PublicAddress } from './public-address.ts';

type OriginHeaders = Pick<IncomingHttpHeaders, 'origin' | 'cookie'> & {
  readonly 'sec-fetch-site'?: string | string[] | undefined;
};

/**
 * For requests that change something and go by a cookie: that one of our own pages sent it. A browser says where a page
 * comes from; a program without cookies need not. Throws `foreign_origin`.
 */
export function requireTrustedOrigin(headers: OriginHeaders, address: PublicAddress): void {
  const { origin, cookie } = headers;
  const isForeign = headers['sec-fetch-site'] === 'cross-site';
  const isTrusted = origin === undefined ? cookie === undefined : address.origins().includes(origin);
  if (isForeign || !isTrusted) throw new AppError('foreign_origin');
}
