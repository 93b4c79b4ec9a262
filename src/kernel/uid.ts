/** A Swiss enterprise number, and whether it is one of a VAT payer: `CHE-109.322.551`, `MWST`. */
export interface Uid {
  readonly number: string;
  readonly vatSuffix: 'MWST' | 'TVA' | 'IVA' | undefined;
}

const UID_TEXT = /^CHE[- .]?(\d{3})[. ]?(\d{3})[. ]?(\d{3})(?: ?(MWST|TVA|IVA))?$/i;
// Weights of the check digit (Federal Statistical Office, UID register: modulo 11).
const WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4] as const;

/** Reads a UID as people write it. Undefined: none, or its check digit is wrong. */
export function parseUid(text: string): Uid | undefined {
  const match = UID_TEXT.exec(text.trim());
  if (!match) return undefined;
  const [, one = '', two = '', three = '', suffix] = match;
  const digits = [...(one + two + three)].map(Number);
  if (digits.at(-1) !== uidCheckDigit(digits)) return undefined;
  return { number: `CHE-${one}.${two}.${three}`, vatSuffix: suffix?.toUpperCase() as Uid['vatSuffix'] };
}

/** Of the first eight digits. Undefined where the remainder would be 10: such numbers are not issued. */
export function uidCheckDigit(digits: readonly number[]): number | undefined {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  const remainder = 11 - (sum % 11);
  if (remainder === 10) return undefined;
  return remainder === 11 ? 0 : remainder;
}
