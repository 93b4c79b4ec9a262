import { type SourceLine, type SourceLines, TOO_LONG } from './import-line.ts';
import { readLineBlocks } from './import-line-blocks.ts';
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
export async function* readJsonLines(file: ImportFile, blockLength?: number): SourceLines {
  const { name, kind } = file;
  let line = 0;
  for await (const { bytes, tooLong } of readLineBlocks(file, blockLength)) {
    const lines: SourceLine[] = [];
    for (const text of textsOf(bytes)) {
      line++;
      if (text.trim() !== '') lines.push({ file: name, line, ...readObject(text, kind) });
    }
    if (tooLong) lines.push({ file: name, line: ++line, kind, value: undefined, problem: TOO_LONG });
    yield lines;
  }
}

function textsOf(bytes: Buffer): readonly string[] {
  const texts = bytes.toString('utf8').split(/\r\n|\n|\r/);
  return texts.at(-1) === '' ? texts.slice(0, -1) : texts;
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
  if (!isShallow(read, MOST_DEPTH))
    return { kind: kindOfFile, value: undefined, problem: 'is nested too deeply' };
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

/** A record has an address in it, or a list. */
const MOST_DEPTH = 4;

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
