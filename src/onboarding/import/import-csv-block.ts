import { CsvError, type Options, parse } from 'csv-parse/sync';
import { must } from '#kernel/assert.ts';
import { MOST_LINE_LENGTH } from './import-line.ts';
import { isLineEnd, startsOfLines } from './import-line-blocks.ts';

export interface CsvFormat {
  readonly delimiter: ',' | ';';
  /** How many cells a record has. */
  readonly width: number;
}

export interface CsvRecord {
  /** Where it begins: 0 is the first line of the block. */
  readonly line: number;
  /** Of a record that cannot be read: those before the fault. */
  readonly cells: readonly string[];
  readonly problem?: string;
}

export interface CsvBlock {
  readonly records: readonly CsvRecord[];
  /** Lines and bytes that are done; the record that begins behind them goes on in the next block. */
  readonly lines: number;
  readonly bytes: number;
}

/** Where a line cannot be read, so many around it are looked at apart: those without quotes together, the others one by one. */
const LINES_TOGETHER = 64;
const UNREADABLE = 'has quotes that do not match';
const UNCERTAIN =
  'has a quote that is open at the end of the line, and the next lines are records by themselves';

/**
 * Reads whole lines of CSV. A quote that does not match spoils its own line only: reading goes on with the next one. So a record of
 * several lines is believed only if it has as many cells as there are columns, and no record could begin in one of its further
 * lines; else its first line is a problem and each of the others is read by itself. `isEnd`: nothing follows.
 */
export function readCsvBlock(bytes: Buffer, format: CsvFormat, isEnd: boolean): CsvBlock {
  const starts = startsOfLines(bytes);
  const count = starts.length - 1;
  const lines: Lines = { bytes, starts, format, options: optionsOf(format.delimiter), isEnd };
  const together = readTogether(lines, 0, count);
  if (together) return { records: together, lines: count, bytes: bytes.length };
  return readApart(lines);
}

/** Lines some of which are no records by themselves. */
function readApart(lines: Lines): CsvBlock {
  const { bytes, starts } = lines;
  const count = starts.length - 1;
  const records: CsvRecord[] = [];
  let apartUntil = 0;
  for (let line = 0; line < count; ) {
    if (line >= apartUntil) {
      const to = Math.min(line + LINES_TOGETHER, count);
      const some = readTogether(lines, line, to);
      for (const record of some ?? []) records.push(record);
      if (some) line = to;
      else apartUntil = to;
      continue;
    }
    const to = nextWithQuote(lines, line, apartUntil);
    if (to > line) {
      for (const record of must(readTogether(lines, line, to), 'lines without quotes')) records.push(record);
      line = to;
      continue;
    }
    const read = readOne(lines, line);
    if (read === 'open') return { records, lines: line, bytes: starts[line] ?? 0 };
    records.push(read.record);
    line = read.next;
  }
  return { records, lines: count, bytes: bytes.length };
}

function nextWithQuote({ bytes, starts }: Lines, line: number, before: number): number {
  const quote = bytes.indexOf('"', starts[line]);
  let next = line;
  while (next < before && (quote < 0 || (starts[next + 1] ?? bytes.length) <= quote)) next++;
  return next;
}

interface Lines {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly format: CsvFormat;
  readonly options: Options;
  readonly isEnd: boolean;
}

function optionsOf(delimiter: CsvFormat['delimiter']): Options {
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
  };
}

function isBlank({ bytes, starts }: Lines, line: number): boolean {
  return isLineEnd(bytes[starts[line] ?? 0]);
}

/** The lines if each of them is a record by itself. One of several lines would make fewer records than lines that are not empty. */
function readTogether(lines: Lines, from: number, to: number): CsvRecord[] | undefined {
  const filled: number[] = [];
  for (let line = from; line < to; line++) if (!isBlank(lines, line)) filled.push(line);
  const found = orFault(() =>
    parse(lines.bytes.subarray(lines.starts[from], lines.starts[to]), lines.options),
  );
  if (found instanceof CsvError || found.length !== filled.length) return undefined;
  return found.map((cells, index) => ({ line: filled[index] ?? from, cells }));
}

/** The record that begins in a line, or why there is none; and the line to go on with. `open`: the next block tells. */
function readOne(lines: Lines, line: number): { record: CsvRecord; next: number } | 'open' {
  const read = readAhead(lines, line);
  if (read === 'open') return 'open';
  if (read && read.next === line + 1) return { record: { line, cells: read.cells }, next: read.next };
  const next = line + 1;
  if (!read || read.cells.length !== lines.format.width) {
    const alone = lines.bytes.subarray(lines.starts[line], lines.starts[next]);
    return { record: { line, cells: cellsBeforeFault(alone, lines.format), problem: UNREADABLE }, next };
  }
  for (let further = next; further < read.next; further++) {
    const other = isBlank(lines, further) ? undefined : readAhead(lines, further);
    if (other === 'open') return 'open';
    // The cells name the mandate in either reading: in this one too, it would miss something.
    if (other?.cells.length === lines.format.width) {
      return { record: { line, cells: read.cells, problem: UNCERTAIN }, next };
    }
  }
  return { record: { line, cells: read.cells }, next: read.next };
}

/** What is a record if quotes are believed, over as many lines as it takes; undefined: nothing is. */
function readAhead(
  { bytes, starts, options, isEnd }: Lines,
  line: number,
): { cells: readonly string[]; next: number } | undefined | 'open' {
  const from = starts[line] ?? 0;
  const piece = bytes.subarray(from, from + MOST_LINE_LENGTH);
  let length = 0;
  const measure = (cells: string[], info: { bytes: number }) => {
    length = info.bytes;
    return cells;
  };
  const found = orFault(() => parse(piece, { ...options, to: 1, on_record: measure }));
  if (found instanceof CsvError) {
    const isCut = found.code === 'CSV_QUOTE_NOT_CLOSED' && piece.length < MOST_LINE_LENGTH;
    return isCut && !isEnd ? 'open' : undefined;
  }
  const [cells] = found;
  const next = starts.indexOf(from + length, line + 1);
  return cells && next > 0 ? { cells, next } : undefined;
}

/** The cells of a line until a quote in it does not match, or until it is cut off. */
export function cellsBeforeFault(
  line: Buffer,
  { delimiter }: Pick<CsvFormat, 'delimiter'>,
): readonly string[] {
  const cells: string[] = [];
  const keep = (cell: string) => {
    cells.push(cell);
    return cell;
  };
  const found = orFault(() => parse(line, { ...optionsOf(delimiter), to: 1, cast: keep }));
  return found instanceof CsvError ? cells : cells.slice(0, -1);
}

/** The cells of a line that is a record by itself. */
export function readCsvLine(
  line: Buffer,
  { delimiter }: Pick<CsvFormat, 'delimiter'>,
): readonly string[] | undefined {
  const found = orFault(() => parse(line, optionsOf(delimiter)));
  return found instanceof CsvError ? undefined : found[0];
}

function orFault<T>(read: () => T): T | CsvError {
  try {
    return read();
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}
