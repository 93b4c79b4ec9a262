/**
 * QRR: 26 digits and a check digit, modulo 10 recursive. Swiss Implementation Guidelines QR-bill 2.3, annex B; the table is that
 * of the old orange payment slips.
 */
const CARRIES = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5] as const;
const DIGITS = 27;

/** The check digit (0 to 9) of a text of digits. */
export function qrCheckDigit(digits: string): number {
  let carry = 0;
  for (const digit of digits) carry = CARRIES[(carry + Number(digit)) % 10] ?? 0;
  return (10 - carry) % 10;
}

/** The reference of 27 digits for a number of at most 26: leading zeros, then the check digit. */
export function makeQrReference(number: bigint): string {
  const digits = number.toString().padStart(DIGITS - 1, '0');
  return `${digits}${qrCheckDigit(digits)}`;
}

/** True for 27 digits whose last one is right, and that are not all 0. */
export function isQrReference(text: string): boolean {
  return (
    /^\d{27}$/.test(text) && !/^0+$/.test(text) && Number(text.at(-1)) === qrCheckDigit(text.slice(0, -1))
  );
}
