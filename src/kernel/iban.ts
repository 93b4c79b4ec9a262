const IBAN_TEXT = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
const SWISS_LENGTH = 21;

/**
 * Reads an IBAN as people write it (ISO 13616): `CH44 3199 9123 0008 8901 2` becomes `CH4431999123000889012`. Undefined: its form, its
 * length (in Switzerland and Liechtenstein 21) or its check digits (ISO 7064, modulo 97) are wrong.
 */
export function parseIban(text: string): string | undefined {
  const iban = text.replaceAll(/[\s\u00a0]/g, '').toUpperCase();
  if (!IBAN_TEXT.test(iban)) return undefined;
  if (isSwiss(iban) && (iban.length !== SWISS_LENGTH || !/^\d{5}$/.test(iban.slice(4, 9)))) return undefined;
  return modulo97(iban.slice(4) + iban.slice(0, 4)) === 1 ? iban : undefined;
}

/** True for one whose bank number (IID) is from 30000 to 31999: it takes payments with a QR reference alone (QR-bill guidelines 2.3). */
export function isQrIban(iban: string): boolean {
  const bank = Number(iban.slice(4, 9));
  return isSwiss(iban) && bank >= 30_000 && bank <= 31_999;
}

/** In groups of four, as it is printed. */
export function ibanText(iban: string): string {
  return iban.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

function isSwiss(iban: string): boolean {
  return iban.startsWith('CH') || iban.startsWith('LI');
}

/** Letters count as two digits: A is 10, Z is 35. */
function modulo97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
