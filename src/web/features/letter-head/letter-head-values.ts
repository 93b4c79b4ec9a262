import { ibanText } from '#kernel/iban.ts';
import { type AddressValues, addressBodyOf, addressValuesOf } from '../address/address-values.ts';
import type { LetterHead, LetterHeadBody } from './issuer.query.ts';

/** A letter head as the form holds it: what is not there is an empty text. Nobody is named in it. */
export interface LetterHeadValues extends AddressValues {
  readonly phone: string;
  readonly website: string;
  readonly iban: string;
  readonly qrIban: string;
}

export function letterHeadValuesOf(issuer: LetterHead): LetterHeadValues {
  return {
    ...addressValuesOf(issuer && { ...issuer, contact: null }),
    phone: issuer?.phone ?? '',
    website: issuer?.website ?? '',
    iban: ibanText(issuer?.iban ?? ''),
    qrIban: ibanText(issuer?.qrIban ?? ''),
  };
}

export function letterHeadBodyOf(values: LetterHeadValues): LetterHeadBody {
  const { contact: _nobody, ...address } = addressBodyOf(values);
  const orNull = (typed: string) => typed.trim() || null;
  return {
    ...address,
    phone: orNull(values.phone),
    website: orNull(values.website),
    iban: orNull(values.iban),
    qrIban: orNull(values.qrIban),
  };
}
