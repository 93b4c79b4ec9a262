import { COUNTRY_CODES } from '#kernel/country-codes.ts';
import { invalidRequest } from '#kernel/error.ts';
import { parseUid } from '#kernel/uid.ts';
import type { BillingAddress } from './billing-address.store.ts';

interface TypedAddress {
  readonly country: string;
  readonly postcode: string;
  readonly uid: string | null;
}

/** What was typed, with its UID in parts. Throws `invalid_request` for a country that does not exist, and for a UID whose check digit is wrong. */
export function readAddress<Typed extends TypedAddress>({
  uid: text,
  ...rest
}: Typed): Omit<Typed, 'uid'> & Pick<BillingAddress, 'uid' | 'vatSuffix'> {
  const { country, postcode } = rest;
  if (!COUNTRY_CODES.has(country)) throw invalidRequest('body.country', 'is no country of ISO 3166-1');
  // Switzerland and Liechtenstein share one system.
  if ((country === 'CH' || country === 'LI') && !/^[1-9]\d{3}$/.test(postcode)) {
    throw invalidRequest('body.postcode', 'has four digits in Switzerland and Liechtenstein');
  }
  const uid = text === null ? undefined : parseUid(text);
  if (text !== null && !uid)
    throw invalidRequest('body.uid', 'is no UID: its form or its check digit is wrong');
  return { ...rest, uid: uid?.number ?? null, vatSuffix: uid?.vatSuffix ?? null };
}
