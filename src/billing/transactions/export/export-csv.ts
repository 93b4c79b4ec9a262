import { formatChf } from '#kernel/money.ts';
import { csvText } from './csv-text.ts';
import { EXPORT_TITLES, type ExportCell, type ExportLine } from './export-columns.ts';

/**
 * Lines as CSV (RFC 4180): comma, CRLF, UTF-8. It begins with a byte order mark, without which Excel takes it for another
 * encoding. Amounts are exact decimal numbers.
 */
export async function* csvPieces(pages: AsyncIterable<readonly ExportLine[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(`\ufeff${EXPORT_TITLES.map(csvText).join(',')}\r\n`);
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
      return csvText(cell.text);
  }
}
