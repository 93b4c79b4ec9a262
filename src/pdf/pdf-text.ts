import { type PdfFontName, pdfFont, textWidth } from './pdf-fonts.ts';

/** What a font cannot write, and what has no place on paper: control characters, marks that turn the direction of the text, variants of signs. */
const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]|\p{Variation_Selector}/gu;

/** A text as the font can write it, in one line: what it has no sign for becomes `?`. Names may be anything. */
export function printable(text: string, font: PdfFontName): string {
  const line = text.normalize('NFC').replaceAll(/\s+/g, (space) => (space === '\u00a0' ? space : ' '));
  const { hasGlyphForCodePoint } = pdfFont(font);
  const has = (sign: string) => hasGlyphForCodePoint.call(pdfFont(font), sign.codePointAt(0) ?? 0);
  return Array.from(line.replaceAll(NOT_PRINTABLE, ''), (sign) => (has(sign) ? sign : '?')).join('');
}

/**
 * Breaks a text into lines of at most this width in points, at spaces, and inside a word that is longer than a line. What does not fit into
 * `mostLines` ends with an ellipsis.
 */
export function wrappedLines(
  text: string,
  { font, size, width, mostLines }: { font: PdfFontName; size: number; width: number; mostLines: number },
): readonly string[] {
  const fits = (line: string) => textWidth(line, font, size) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text, font).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (!fits(line) && line.length > 1 && lines.length <= mostLines) {
      const cut = fittingLength(line, fits);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  lines.push(line);
  if (lines.length <= mostLines) return lines;
  const kept = lines.slice(0, mostLines);
  kept[mostLines - 1] = `${(kept.at(-1) ?? '').slice(0, -1).trimEnd()}…`;
  return kept;
}

/** How many signs of a word fit, at least one; by halving. */
function fittingLength(word: string, fits: (line: string) => boolean): number {
  let low = 1;
  let high = word.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(word.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  // Not between the two halves of one sign.
  const last = word.codePointAt(low - 1) ?? 0;
  return last > 0xffff && low > 1 ? low - 1 : low;
}
