import { checkDigits97, passes97 } from './mod-97.ts';

/** SCOR, ISO 11649: `RF`, two check digits, 1 to 21 digits or letters. */
const FORM = /^RF\d{2}[0-9A-Z]{1,21}$/;

/** The reference for 1 to 21 digits or capital letters. */
export function makeCreditorReference(body: string): string {
  return `RF${checkDigits97('RF', body)}${body}`;
}

/** True for the form of ISO 11649 with check digits (02 to 98) that fit. */
export function isCreditorReference(text: string): boolean {
  return FORM.test(text) && !/^RF(0[01]|99)/.test(text) && passes97(text);
}
