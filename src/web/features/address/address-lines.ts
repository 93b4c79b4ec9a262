import { parseUid } from '#kernel/uid.ts';
import type { AddressValues } from './address-values.ts';

/**
 * The lines of an address as they stand on an invoice, in the order of the Swiss Post: company, person, street, postcode and
 * town, and the country where it is another one (`countryName`). What is not typed yet is left out.
 */
export function addressLines(values: AddressValues, countryName: string): readonly string[] {
  const { company, contact, street, houseNumber, postcode, town, country } = values;
  const place = joined([postcode, town]);
  return [
    company.trim(),
    contact.trim(),
    joined([street, houseNumber]),
    place,
    country === 'CH' || place === '' ? '' : countryName.toUpperCase(),
  ].filter((line) => line !== '');
}

/** `CHE-109.322.551 MWST`; undefined: there is none, or it is wrong. */
export function uidLine(typed: string): string | undefined {
  const uid = parseUid(typed);
  return uid && joined([uid.number, uid.vatSuffix ?? '']);
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}
