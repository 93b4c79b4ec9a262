import type { Language } from '#kernel/language.ts';
import type { StatementMandate } from './statement-facts.ts';

/** Whom a document goes to: the lines in the window of the envelope, in the order of the Swiss Post, with the country where it is another one. */
export function recipientOf(
  { name, address, language }: Pick<StatementMandate, 'name' | 'address' | 'language'>,
  issuerCountry: string,
): { readonly lines: string[]; readonly uid: string | null } {
  if (!address) return { lines: [name], uid: null };
  const { company, contact, street, houseNumber, postcode, town, country, uid, vatSuffix } = address;
  const lines = [
    company,
    contact ?? '',
    joined(street, houseNumber),
    joined(postcode, town),
    country === issuerCountry ? '' : countryName(country, language).toUpperCase(),
  ];
  return { lines: lines.filter((line) => line !== ''), uid: uid === null ? null : joined(uid, vatSuffix) };
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}

function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}
