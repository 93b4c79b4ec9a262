import { faultOfColumns, mandateColumnOf } from './import-column.ts';
import { type CsvFormat, readCsvLine } from './import-csv-block.ts';
import { isLineEnd, startsOfLines } from './import-line-blocks.ts';
import type { ImportKind } from './import-record.ts';

/** What the first line of a file says about all others. */
export interface CsvHeader {
  readonly names: readonly string[];
  readonly format: CsvFormat;
  /** Where it stands, from 1. */
  readonly line: number;
  /** What is wrong with the names. No record can be read then; a mandate is known by the cell `whose`, if there is one. */
  readonly fault: string | undefined;
  readonly whose: number;
}

/** Where the first line ends that is not empty: how many lines and bytes there are until then. */
export function findHeader(bytes: Buffer): { text: Buffer; lines: number; bytes: number } | undefined {
  const starts = startsOfLines(bytes);
  const at = starts.findIndex((start) => start < bytes.length && !isLineEnd(bytes[start]));
  const end = starts[at + 1];
  if (at < 0 || end === undefined) return undefined;
  return { text: bytes.subarray(starts[at], end), lines: at + 1, bytes: end };
}

/**
 * Reads the names of the columns; `text` undefined: the file has none. Throws if they are wrong and the mandates of the file's lines
 * cannot be told: nobody would stay out, and what came over before would be taken for gone. What a line about users misses is
 * missed by who refers to it.
 */
export function readHeader(kind: ImportKind, text: Buffer | undefined, line: number): CsvHeader {
  const shown = text?.toString('utf8') ?? '';
  const delimiter = shown.split(';').length > shown.split(',').length ? ';' : ',';
  const names = text ? readCsvLine(text, { delimiter })?.map((name) => name.trim()) : [];
  if (!names) throw new RangeError(`line ${line}: the names of the columns have quotes that do not match`);
  const wrong = faultOfColumns(kind, names);
  const fault = text || wrong === undefined ? wrong : `is empty, without names of columns; ${wrong}`;
  const whose = mandateColumnOf(kind);
  const places = names.flatMap((name, place) => (name === whose ? [place] : []));
  if (fault !== undefined && whose !== undefined && places.length !== 1) {
    throw new RangeError(`line ${line}: ${fault}`);
  }
  const format = { delimiter, width: names.length } as const;
  return { names, format, line, fault, whose: places[0] ?? -1 };
}
