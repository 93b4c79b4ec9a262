/**
 * The remainder by 97 of a text of digits and capital letters, A counted as 10 and Z as 35 (ISO 7064): IBAN and creditor reference
 * have the remainder 1 once their first four characters stand at the end.
 */
function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** The two check digits of what starts with a prefix of two letters: `98 - remainder`, as ISO 11649 and ISO 13616 have it. */
export function checkDigits97(prefix: string, rest: string): string {
  return (98 - mod97(`${rest}${prefix}00`)).toString().padStart(2, '0');
}

/** True if the text, its first four characters put last, has the remainder 1. */
export function passes97(text: string): boolean {
  return mod97(text.slice(4) + text.slice(0, 4)) === 1;
}
