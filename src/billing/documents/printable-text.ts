/** What goes on with a sign that has its meaning, but is none that a QR-bill may have. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{ '–': '-', '—': '-', '‘': "'", '’': "'", '‚': "'", '‹': "'", '›': "'", '“': '"', '”': '"', '„': '"' },
  '•': '·',
};
/** Basic Latin, Latin-1, Latin Extended-A, and five more (Implementation Guidelines QR-bill 2.3, chapter 4.1.1). */
const PERMITTED = /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b€]$/;

/**
 * A text with the letters that a QR-bill may have; others lose their accent (`ả` becomes `a`), or become `?`. Never longer than it was. The
 * code and the words beside it must say the same, so it counts for both.
 */
export function printableText(text: string): string {
  return Array.from(text.normalize('NFC'), printable).join('');
}

function printable(character: string): string {
  if (PERMITTED.test(character)) return character;
  const plain = SIGNS[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '');
  return PERMITTED.test(plain) ? plain : '?';
}
