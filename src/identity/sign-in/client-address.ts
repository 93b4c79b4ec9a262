import { isIPv6 } from 'node:net';

/**
 * An address as limits count it: IPv6 by its /64, because whoever has one address of it has all of them; IPv4 as it is,
 * also where it comes written as IPv6.
 */
export function limitedAddress(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain);
  if (v4?.[1] !== undefined) return v4[1];
  return `${groupsOf(plain).slice(0, 4).join(':')}::/64`;
}

function groupsOf(address: string): readonly string[] {
  // The URL parser writes an address in its one short form, and a dotted end in hexadecimal.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
}
