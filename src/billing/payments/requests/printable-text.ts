/** What Helvetica has in a PDF beyond Latin-1 (WinAnsiEncoding). */
const MORE = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
/** Letters that are none with an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  ı: 'i',
  ŀ: 'l',
  Ŀ: 'L',
  ŧ: 't',
  Ŧ: 'T',
  ħ: 'h',
  Ħ: 'H',
};

/**
 * A text with the letters that the fonts allowed on a QR-bill have without being embedded; others lose their accent (`ő` becomes `o`). The
 * code and the words beside it must say the same, so it counts for both.
 */
export function printableText(text: string): string {
  return [...text.normalize('NFC')].map(printable).join('');
}

function printable(character: string): string {
  if (/[\u0020-\u007e\u00a0-\u00ff]/.test(character) || MORE.has(character)) return character;
  const plain = LETTERS[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '');
  return /^[\u0020-\u007e\u00a0-\u00ff]+$/.test(plain) ? plain : '?';
}
