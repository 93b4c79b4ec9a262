/** Where a link without an address of ours leads. */
const START = '/';
/** Of `callbackURL` (src/identity/sign-in/sign-in.contract.ts). */
const MOST_CALLBACK_LENGTH = 500;

/**
 * Where to go after the sign-in: the path of one of our pages, or the start page for everything else. An address on its way
 * through a mail or another site may name any place; read here as the browser would read it, so that nobody is led away.
 */
export function ownPath(wanted: string | undefined, origin = location.origin): string {
  if (wanted === undefined || !wanted.startsWith('/')) return START;
  const url = URL.parse(wanted, origin);
  if (url === null || url.origin !== origin) return START;
  // `/.//evil.example` is of this origin, and its path alone is not.
  if (url.pathname.startsWith('//')) return START;
  if (NO_PAGES.some((path) => url.pathname === path || url.pathname.startsWith(`${path}/`))) return START;
  return url.pathname + url.search + url.hash;
}

/** To arrive at a sign-in again, or at data instead of a page, is no way back. */
const NO_PAGES = ['/sign-in', '/forgot-password', '/set-password', '/api', '/assets'];

/** The same for single sign-on, whose server takes fewer characters. */
export function callbackPath(wanted: string | undefined, origin = location.origin): string {
  const [path = START] = ownPath(wanted, origin).split('#');
  const plain = path.replaceAll('+', '%20').replace(/[^\w\-./~%?=&]/g, percentEncoded);
  return plain.length <= MOST_CALLBACK_LENGTH ? plain : START;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
