import { type PdfFontName, textWidth } from './pdf-fonts.ts';
import { INK, PAGE, type PdfSheet, type TextLook } from './pdf-sheet.ts';
import { printable, wrappedLines } from './pdf-text.ts';

export interface PdfColumn {
  readonly title: string;
  /** In points; undefined: what the others leave. One column has none. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

export interface PdfRow {
  readonly cells: readonly string[];
  /** A sum, or a balance: it stands out. */
  readonly isStrong?: boolean;
}

const SIZE = 8.5;
const LINE = 11.5;
const PADDING = 4;
const GAP = 8;
const MOST_LINES = 3;
const HEAD_HEIGHT = 18;

interface Placed extends PdfColumn {
  readonly x: number;
  readonly width: number;
}

/**
 * A table over as many pages as it needs: its head stands on each of them, and a row is never cut. A cell has at most three lines; what stands
 * on the right is a figure, and is made smaller rather than broken. Begins at the sheet's `y`, and leaves it below the table.
 */
export function drawTable(sheet: PdfSheet, columns: readonly PdfColumn[], rows: readonly PdfRow[]): void {
  const placed = placeColumns(columns);
  const table = sheet.begin('Table');
  if (sheet.y + HEAD_HEIGHT + 2 * LINE > PAGE.bottom) sheet.newPage();
  const head = sheet.begin('TR', table);
  for (const column of placed) {
    sheet.tagged('TH', () => drawTitle(sheet, column), head, { scope: 'Column' });
  }
  head.end();
  ruleBelowHead(sheet);
  const laid = rows.map((row) => layRow(placed, row));
  for (const [index, row] of laid.entries()) {
    // A sum does not stand alone on a new page.
    const next = laid[index + 1];
    const kept = next?.row.isStrong && index + 2 === laid.length ? next.height : 0;
    if (sheet.y + row.height + kept > PAGE.bottom) continueTable(sheet, placed);
    drawRow(sheet, placed, row, table);
  }
  table.end();
}

interface LaidRow {
  readonly row: PdfRow;
  /** Of each cell. */
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
}

function layRow(placed: readonly Placed[], row: PdfRow): LaidRow {
  const lines = placed.map((column, index) => linesOf(row.cells[index] ?? '', column, row));
  return { row, lines, height: Math.max(1, ...lines.map(({ length }) => length)) * LINE + 2 * PADDING };
}

function continueTable(sheet: PdfSheet, placed: readonly Placed[]): void {
  sheet.newPage();
  sheet.untagged(() => {
    for (const column of placed) drawTitle(sheet, column);
  });
  ruleBelowHead(sheet);
}

function drawRow(
  sheet: PdfSheet,
  placed: readonly Placed[],
  { row, lines, height }: LaidRow,
  table: ReturnType<PdfSheet['begin']>,
): void {
  const element = sheet.begin('TR', table);
  const top = sheet.y + PADDING;
  for (const [index, column] of placed.entries()) {
    const cell = lines[index] ?? [];
    const draw = () => {
      for (const [place, text] of cell.entries()) {
        sheet.write(text, column.x, top + place * LINE, lookOf(text, column, row));
      }
    };
    if (index === 0) sheet.tagged('TH', draw, element, { scope: 'Row' });
    else sheet.tagged('TD', draw, element);
  }
  element.end();
  sheet.y += height;
  sheet.untagged(() => sheet.line(sheet.y, { width: row.isStrong ? 0.8 : 0.4 }));
}

function placeColumns(columns: readonly PdfColumn[]): readonly Placed[] {
  const gaps = GAP * (columns.length - 1);
  const fixed = columns.reduce((sum, { width = 0 }) => sum + width, 0);
  const rest = PAGE.right - PAGE.left - gaps - fixed;
  let x = PAGE.left;
  return columns.map((column) => {
    const placed = { ...column, x, width: column.width ?? rest };
    x += placed.width + GAP;
    return placed;
  });
}

function drawTitle(sheet: PdfSheet, { title, x, width, align = 'left' }: Placed): void {
  sheet.write(title, x, sheet.y, { size: 7.5, color: INK.muted, align, width });
}

function ruleBelowHead(sheet: PdfSheet): void {
  sheet.y += HEAD_HEIGHT - 4;
  sheet.untagged(() => sheet.line(sheet.y, { color: INK.muted, width: 0.7 }));
}

function linesOf(text: string, { width, align }: Placed, row: PdfRow): readonly string[] {
  if (text === '') return [];
  const font = fontOf(row);
  if (align === 'right') return [printable(text, font)];
  return wrappedLines(text, { font, size: SIZE, width, mostLines: MOST_LINES });
}

function lookOf(text: string, { width, align = 'left' }: Placed, row: PdfRow): TextLook {
  const font = fontOf(row);
  const size = align === 'right' ? Math.min(SIZE, (SIZE * width) / textWidth(text, font, SIZE)) : SIZE;
  return { size, width, align, font };
}

function fontOf({ isStrong = false }: PdfRow): PdfFontName {
  return isStrong ? 'semibold' : 'regular';
}
