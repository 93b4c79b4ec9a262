import { formatChf } from '#kernel/money.ts';
import { EXPORT_TITLES, type ExportCell, type ExportLine } from './export-columns.ts';

/**
 * Lines as CSV (RFC 4180): comma, CRLF, UTF-8. It begins with a byte order mark, without which Excel takes it for another
 * encoding. Amounts are exact decimal numbers.
 */
export async function* csvPieces(pages: AsyncIterable<readonly ExportLine[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(`\ufeff${EXPORT_TITLES.map(quoted).join(',')}\r\n`);
  for await (const lines of pages) yield Buffer.from(lines.map(csvLine).join(''));
}

/** One line, with its end. */
export function csvLine(line: ExportLine): string {
  return `${line.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: ExportCell): string {
  switch (cell?.kind) {
    case undefined:
      return '';
    case 'amount':
      return formatChf(cell.amount);
    case 'count':
      return String(cell.count);
    case 'text':
      return quoted(inert(cell.text));
  }
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, which makes it a text
 * (https://owasp.org/www-community/attacks/CSV_Injection). Also behind a semicolon or in a new line: an Excel that is set to
 * Switzerland cuts lines at semicolons, and then does not see our quotes.
 */
function inert(text: string): string {
  return text.replace(/(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])/g, "$1'").replace(/^(?=[\t\r\n])/, "'");
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
