import { mandateColumnOf } from './import-column.ts';
import { type CsvRecord, cellsBeforeFault, readCsvBlock } from './import-csv-block.ts';
import { type CsvHeader, findHeader, readHeader } from './import-csv-header.ts';
import type { ImportFile } from './import-json-lines.ts';
import { type SourceLine, type SourceLines, TOO_LONG } from './import-line.ts';
import { readLineBlocks, startsOfLines } from './import-line-blocks.ts';
import type { ImportKind } from './import-record.ts';

type CsvFile = Pick<ImportFile, 'path' | 'name' | 'opened'> & { readonly kind: ImportKind };
type ReadLine = Pick<SourceLine, 'value' | 'problem'>;

/**
 * CSV as RFC 4180 has it, with `,` or `;`, whichever its first line has more of. A column `address.town` is the field `town` of
 * `address`. Lines end in LF, CRLF or CR. What cannot be read is a problem of its line. Throws where the names of the columns are
 * wrong and nobody can tell whom the file is about.
 */
export async function* readCsv(file: CsvFile, blockLength?: number): SourceLines {
  let lineOf: ((record: CsvRecord, first: number) => SourceLine) | undefined;
  let header: CsvHeader | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const { bytes, tooLong, isLast } of readLineBlocks(file, blockLength)) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const lines: SourceLine[] = [];
    if (!header || !lineOf) {
      const found = findHeader(rest);
      line += found?.lines ?? startsOfLines(rest).length - 1;
      if (!found && tooLong) throw new RangeError(`line ${line}: ${TOO_LONG}`);
      rest = rest.subarray(found?.bytes ?? rest.length);
      if (!found && !isLast) continue;
      header = readHeader(file.kind, found?.text, found ? line - 1 : 1);
      lineOf = linesOf(file, header);
      if (header.fault !== undefined) lines.push({ ...faultOf(file, header), value: undefined });
    }
    const read = readCsvBlock(rest, header.format, isLast || tooLong !== undefined);
    for (const record of read.records) lines.push(lineOf(record, line));
    line += read.lines;
    rest = rest.subarray(read.bytes);
    if (tooLong) {
      const cells = cellsBeforeFault(tooLong, header.format);
      lines.push(lineOf({ line: 0, cells, problem: TOO_LONG }, line++));
    }
    yield lines;
  }
}

function linesOf(file: CsvFile, header: CsvHeader): (record: CsvRecord, first: number) => SourceLine {
  const { name, kind } = file;
  if (header.fault !== undefined) {
    const column = mandateColumnOf(kind) ?? '';
    // Told of each mandate at the line of the names: that is where it is mended.
    return ({ cells }) => ({ ...faultOf(file, header), value: { [column]: cells[header.whose] } });
  }
  const columns = columnsOf(header.names);
  return (record, first) => ({
    ...{ file: name, line: first + record.line, kind },
    ...readRecord(columns, record),
  });
}

function faultOf({ name, kind }: CsvFile, { line, fault = '' }: CsvHeader) {
  return { file: name, line, kind, problem: fault };
}

function readRecord(columns: readonly Column[], { cells, problem }: CsvRecord): ReadLine {
  if (problem !== undefined) return { value: readCells(columns, cells), problem };
  if (cells.length === columns.length) return { value: readCells(columns, cells) };
  // Of a line that was cut off, the last cell may be a part of what it was.
  const whole = cells.length < columns.length ? cells.slice(0, -1) : cells;
  return {
    value: readCells(columns, whole),
    problem: `has ${cells.length} cells instead of ${columns.length}`,
  };
}

/** The field that a column fills, and the part of it. */
type Column = readonly [field: string, part: string | undefined];

export function columnsOf(names: readonly string[]): readonly Column[] {
  return names.map((name) => {
    const [field = '', part] = name.split('.');
    return [field, part];
  });
}

/** Cells by the names of their columns, which are known ones; an empty one is not there. */
export function readCells(
  columns: readonly Column[],
  cells: readonly (string | null)[],
): Readonly<Record<string, unknown>> {
  const value: Record<string, unknown> = {};
  for (const [index, [field, part]] of columns.entries()) {
    const cell = cells[index];
    if (cell === undefined || cell === null || cell === '') continue;
    if (part === undefined) value[field] = cell;
    else value[field] = { ...(value[field] as object | undefined), [part]: cell };
  }
  return value;
}
