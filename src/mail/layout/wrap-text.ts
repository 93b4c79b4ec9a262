/** Lines of plain mail are no longer, so that they survive being quoted (RFC 5322, 2.1.1: 78). */
export const TEXT_WIDTH = 76;

/** The text in lines of at most `width` characters, broken between words; a word that is longer has a line of its own. */
export function wrapText(text: string, width = TEXT_WIDTH): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

/** By characters, not by UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

export function padTo(text: string, width: number, align: 'start' | 'end'): string {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return align === 'end' ? space + text : text + space;
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  // A space that does not break, as in an amount, is none here.
  for (const word of line.split(/[ \t]+/u)) {
    if (current !== '' && lengthOf(current) + 1 + lengthOf(word) > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
