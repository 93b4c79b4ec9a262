import { createReadStream } from 'node:fs';
import { LINES_AT_ONCE, MOST_LINE_LENGTH, type SourceLine, type SourceLines } from './import-line.ts';
import { IMPORT_KINDS, type ImportKind } from './import-record.ts';

/** Where a file stands, how it is called in reports, and what it holds; undefined: each line says so in `kind`. */
export interface ImportFile {
  readonly path: string;
  readonly name: string;
  readonly kind: ImportKind | undefined;
  readonly bytes: number;
  /** Called with what reads it, for whoever shows how far that is. */
  opened?(stream: ReadBytes): void;
}

export interface ReadBytes {
  readonly bytesRead: number;
}

/** JSON Lines: one object a line. Bytes that are not UTF-8 become U+FFFD, which no record may contain. */
export async function* readJsonLines(file: ImportFile): SourceLines {
  let lines: SourceLine[] = [];
  for await (const { text, line } of linesOf(file)) {
    if (text.trim() === '') continue;
    lines.push({ file: file.name, line, ...readObject(text, file.kind) });
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines;
    lines = [];
  }
  yield lines;
}

async function* linesOf(file: ImportFile): AsyncGenerator<{ text: string; line: number }> {
  let rest = '';
  let line = 0;
  const stream = createReadStream(file.path, { encoding: 'utf8', highWaterMark: 1 << 18 });
  file.opened?.(stream);
  for await (const piece of stream) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield { text: line === 0 ? part.replace(/^\ufeff/, '') : part, line: ++line };
    if (rest.length > MOST_LINE_LENGTH) throw new RangeError(`line ${line + 1} is longer than a megabyte`);
  }
  if (rest !== '') yield { text: line === 0 ? rest.replace(/^\ufeff/, '') : rest, line: line + 1 };
}

function readObject(
  text: string,
  kindOfFile: ImportKind | undefined,
): Pick<SourceLine, 'kind' | 'value' | 'problem'> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { kind: kindOfFile, value: undefined, problem: 'is no JSON' };
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    return { kind: kindOfFile, value: undefined, problem: 'is no JSON object' };
  }
  const { kind: stated, ...value } = read as Record<string, unknown>;
  const kind = stated === undefined ? kindOfFile : IMPORT_KINDS.find((known) => known === stated);
  if (kind === undefined || (kindOfFile ?? kind) !== kind) {
    return {
      kind: undefined,
      value,
      problem: `kind: must be one of ${IMPORT_KINDS.join(', ')}, as the file's name says`,
    };
  }
  return { kind, value };
}
