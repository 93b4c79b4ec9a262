import type { ImportKind } from './import-record.ts';

/** One line of a source, before anything of it is judged. */
export interface SourceLine {
  /** The file's name, or the query of a database. */
  readonly file: string;
  /** From 1; where it begins, if it spans several. */
  readonly line: number;
  readonly kind: ImportKind | undefined;
  /** Undefined: it is no record at all; `problem` says why. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  readonly problem?: string;
}

/** Many at once: a step for each of five million lines would take longer than reading them. */
export type SourceLines = AsyncGenerator<readonly SourceLine[]>;

export const LINES_AT_ONCE = 1000;

/** In bytes, with its end. Longer ones are no records: they would fill the memory. */
export const MOST_LINE_LENGTH = 1_000_000;
export const TOO_LONG = 'is longer than a megabyte';
