import { passes97 } from './mod-97.ts';

/** ISO 13616: two letters, two check digits, up to 30 more. */
const FORM = /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/;
/** Switzerland and Liechtenstein: five digits of the bank, twelve digits or letters of the account. */
const SWISS = /^(CH|LI)\d{7}[0-9A-Z]{12}$/;
/** Banks' numbers for accounts of QR-bills (SIX, Swiss Implementation Guidelines QR-bill 2.3). */
const QR_BANKS = { first: 30_000, last: 31_999 } as const;

/** The IBAN without spaces, in capitals. Undefined: none, or its check digits are wrong. */
export function parseIban(text: string): string | undefined {
  const iban = text.replace(/\s/g, '').toUpperCase();
  if (!FORM.test(iban) || !passes97(iban)) return undefined;
  return /^(CH|LI)/.test(iban) && !SWISS.test(iban) ? undefined : iban;
}

/** True for a Swiss or Liechtenstein IBAN that takes QRR only. For an IBAN that `parseIban` gave. */
export function isQrIban(iban: string): boolean {
  const bank = Number(iban.slice(4, 9));
  return SWISS.test(iban) && bank >= QR_BANKS.first && bank <= QR_BANKS.last;
}

/** In groups of four: `CH44 3199 9123 0008 8901 2`. */
export function formatIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}
