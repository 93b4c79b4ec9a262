import { NANO_PER_CHF } from '#kernel/money.ts';
import {
  EXACT_TITLES,
  EXPORT_TITLES,
  type ExportCell,
  type ExportLine,
  exactTexts,
} from './export-columns.ts';
import { xlsxStream } from './xlsx-stream.ts';

/**
 * Lines as an Excel workbook, written while they are read. Excel's numbers are floating-point with 15 digits, so amounts are
 * there twice: as a number to compute with, and to the last digit as text in the columns "(exact)". Texts are texts in a
 * workbook, whatever they begin with; no cell is a formula. Beyond 1,048,576 rows it goes on in another sheet.
 */
export function xlsxPieces(
  pages: AsyncIterable<readonly ExportLine[]>,
  options: { readonly rowCount: bigint; readonly rowsPerSheet?: number },
): AsyncGenerator<Buffer> {
  return xlsxStream(rowsOf(pages), {
    name: 'Bookings',
    columns: [...EXPORT_TITLES, ...EXACT_TITLES].map((header) => ({ header, key: header })),
    freezePane: { rows: 1 },
    maxRowsPerSheet: options.rowsPerSheet ?? 1_048_576,
    // Only where the archive may be larger than 4 GiB: not every reader of workbooks understands it.
    zip64: options.rowCount > MOST_ROWS_OF_PLAIN_ZIP,
  });
}

/** A row takes about 130 bytes of the archive, and a full sheet 1.5 GB before it is compressed. */
const MOST_ROWS_OF_PLAIN_ZIP = 15_000_000n;

async function* rowsOf(
  pages: AsyncIterable<readonly ExportLine[]>,
): AsyncGenerator<(string | number | null)[]> {
  for await (const lines of pages) {
    for (const line of lines) yield [...line.map(xlsxCell), ...exactTexts(line).map((text) => text || null)];
  }
}

/** A cell as a workbook takes it; an amount as a number of 15 digits. */
export function xlsxCell(cell: ExportCell): string | number | null {
  switch (cell?.kind) {
    case undefined:
      return null;
    case 'amount':
      return Number(cell.amount) / Number(NANO_PER_CHF);
    case 'count':
      return cell.count;
    case 'text':
      return cell.text;
  }
}
