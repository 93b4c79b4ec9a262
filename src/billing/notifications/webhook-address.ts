import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why an address is not called. */
export type AddressFault = 'not_an_address' | 'not_https' | 'port' | 'credentials' | 'private_address';

const MAX_LENGTH = 2_000;

/**
 * Whether a webhook may go there at all: https, the usual port or one above 1024, no password in it, and no host that is a private
 * address as it stands. What a name leads to is looked at when it is called.
 */
export function faultOfAddress(text: string): AddressFault | undefined {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return 'not_an_address';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'not_https';
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (url.port !== '' && Number(url.port) <= 1024) return 'port';
  const host = hostOf(url);
  if (isIP(host) === 0) return isLocalName(host) ? 'private_address' : undefined;
  return isPublicAddress(host) ? undefined : 'private_address';
}

/** Without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** All of IPv6 that anybody was given (IANA). What lies outside holds IPv4 addresses too: `::7f00:1` is 127.0.0.1. */
const GIVEN_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether it is of the public internet. Everything else is refused: this machine, its networks, the metadata of clouds, what is
 * translated or tunnelled into IPv4, and what nobody has been given.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  // An IPv4 address in IPv6's clothes is private or not as it is without them: never needed, so never taken.
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GIVEN_IPV6);
}

/** Names that mean this machine or its network wherever they are resolved (RFC 6761, RFC 8375, RFC 9476). */
function isLocalName(host: string): boolean {
  const name = host.replace(/\.$/, '').toLowerCase();
  return !name.includes('.') || /(^|\.)(localhost|local|internal|home\.arpa|alt|onion|lan)$/.test(name);
}
