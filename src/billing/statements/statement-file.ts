import type { HttpAnswer } from '#http/http-answer.ts';
import { formatChf } from '#kernel/money.ts';
import type { ExportLine } from '../transactions/export/export-columns.ts';
import { csvLine } from '../transactions/export/export-csv.ts';
import { xlsxCell } from '../transactions/export/export-xlsx.ts';
import { xlsxStream } from '../transactions/export/xlsx-stream.ts';
import type { StatementFigures } from './statement.contract.ts';
import { STATEMENT_TITLES, statementLines } from './statement-lines.ts';

export interface NamedStatement {
  /** Null: a preview. */
  readonly number: string | null;
  readonly figures: StatementFigures;
}

const EXACT = STATEMENT_TITLES.indexOf('Exact CHF');

/** The statement as a table: UTF-8 with a byte order mark for CSV, one sheet for XLSX. */
export async function statementFile(statement: NamedStatement, format: 'csv' | 'xlsx'): Promise<HttpAnswer> {
  const lines = statementLines(statement.figures, statement.number);
  if (format === 'csv') {
    const titles = STATEMENT_TITLES.map((title) => ({ kind: 'text', text: title }) as const);
    const body = Buffer.from(`\ufeff${[titles, ...lines].map(csvLine).join('')}`);
    return attachment(body, 'text/csv; charset=utf-8', statement, format);
  }
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return attachment(await workbook(lines), type, statement, format);
}

/** The PDF as a file to be kept. */
export function pdfFile(pdf: Buffer, statement: NamedStatement): HttpAnswer {
  return attachment(pdf, 'application/pdf', statement, 'pdf');
}

function attachment(body: Buffer, type: string, statement: NamedStatement, ending: string): HttpAnswer {
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${statementFileName(statement, ending)}"`,
    },
    body,
  };
}

/** Names that sort by month, and say which document it is: `rappen-statement-2026-11-ST-2026-000042.pdf`. */
function statementFileName({ number, figures }: NamedStatement, ending: string): string {
  return `rappen-statement-${figures.month}-${number ?? 'preview'}.${ending}`;
}

async function workbook(lines: readonly ExportLine[]): Promise<Buffer> {
  const pieces = xlsxStream(rowsOf(lines), {
    name: 'Statement',
    columns: STATEMENT_TITLES.map((header) => ({ header, key: header })),
    freezePane: { rows: 1 },
  });
  return Buffer.concat(await Array.fromAsync(pieces));
}

/** Numbers of a workbook have 15 digits: what is printed fits, what was booked is text. */
async function* rowsOf(lines: readonly ExportLine[]): AsyncGenerator<(string | number | null)[]> {
  for (const line of lines) {
    yield line.map((cell, index) =>
      index === EXACT && cell?.kind === 'amount' ? formatChf(cell.amount) : xlsxCell(cell),
    );
  }
}
