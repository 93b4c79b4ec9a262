import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import type { ImportFile } from './import-json-lines.ts';
import { LINES_AT_ONCE, MOST_LINE_LENGTH, type SourceLine, type SourceLines } from './import-line.ts';

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * CSV as RFC 4180 has it, with `,` or `;`, whichever its first line has more of. A column `address.town` is the field `town` of
 * `address`. Throws csv-parse's error where quotes do not match: what follows them could be anything.
 */
export async function* readCsv(file: ImportFile): SourceLines {
  const stream = createReadStream(file.path, { highWaterMark: 1 << 18 });
  file.opened?.(stream);
  const parser = stream.pipe(
    parse({
      bom: true,
      delimiter: await delimiterOf(file.path),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MOST_LINE_LENGTH,
    }),
  );
  let header: readonly string[] | undefined;
  let line = 1;
  let lines: SourceLine[] = [];
  for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
    if (header) lines.push({ file: file.name, line, kind: file.kind, ...readCells(header, record) });
    header ??= record.map((name) => name.trim());
    line = info.lines + 1;
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines;
    lines = [];
  }
  yield lines;
}

async function delimiterOf(path: string): Promise<',' | ';'> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    const [first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n');
    return first.split(';').length > first.split(',').length ? ';' : ',';
  } finally {
    await handle.close();
  }
}

/** Cells by the names of their columns; an empty one is not there. */
export function readCells(
  header: readonly string[],
  cells: readonly (string | null)[],
): Pick<SourceLine, 'value' | 'problem'> {
  const value: Record<string, unknown> = {};
  for (const [index, name] of header.entries()) {
    const cell = cells[index];
    if (cell === undefined || cell === null || cell === '') continue;
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) value[name] = cell;
    else value[outer] = { ...(value[outer] as object | undefined), [inner]: cell };
  }
  if (cells.length === header.length) return { value };
  return { value, problem: `has ${cells.length} cells instead of ${header.length}` };
}
