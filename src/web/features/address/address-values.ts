import type { Address, AddressBody } from './address.query.ts';

/** An address as the form holds it: what is not there is an empty text. */
export interface AddressValues {
  readonly company: string;
  readonly contact: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly town: string;
  readonly country: string;
  readonly email: string;
  readonly uid: string;
}

export function addressValuesOf(address: Address): AddressValues {
  const uid = [address?.uid, address?.vatSuffix].filter((part) => part != null).join(' ');
  return {
    company: address?.company ?? '',
    contact: address?.contact ?? '',
    street: address?.street ?? '',
    houseNumber: address?.houseNumber ?? '',
    postcode: address?.postcode ?? '',
    town: address?.town ?? '',
    country: address?.country ?? 'CH',
    email: address?.email ?? '',
    uid,
  };
}

export function addressBodyOf(values: AddressValues): AddressBody {
  const { company, postcode, town, country } = values;
  return {
    company: company.trim(),
    contact: orNull(values.contact),
    street: orNull(values.street),
    houseNumber: orNull(values.houseNumber),
    postcode: postcode.trim(),
    town: town.trim(),
    country,
    email: orNull(values.email),
    uid: orNull(values.uid),
  };
}

/** True if something was typed that is not saved; spaces around it are not. */
export function isOtherAddress(one: AddressValues, other: AddressValues): boolean {
  return JSON.stringify(addressBodyOf(one)) !== JSON.stringify(addressBodyOf(other));
}

function orNull(typed: string): string | null {
  const text = typed.trim();
  return text === '' ? null : text;
}
