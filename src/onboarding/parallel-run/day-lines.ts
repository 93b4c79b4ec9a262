import { zurichInstant } from '#kernel/zurich-time.ts';
import { instantOf } from '../import/import-field.ts';
import type { SourceLine } from '../import/import-line.ts';
import type { UsageRecord } from '../import/import-record.ts';
import type { ImportSource } from '../import/import-staging.ts';
import { readImportLine } from '../import/read-import-line.ts';

/** A line about a call of the day, in order or not. */
export type DayLine =
  | { readonly line: SourceLine; readonly record: UsageRecord }
  | { readonly line: SourceLine; readonly mandate: string | undefined; readonly problem: string };

export interface DayRead {
  readonly lines: readonly DayLine[];
  /** Of mandates, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** How many lines were read for it, also of other days. */
  readonly read: number;
  /** The name of the file or the query. */
  readonly source: string;
}

/** From midnight to midnight in Zurich: 23 to 25 hours. */
export interface Day {
  readonly from: Date;
  readonly to: Date;
}

export function zurichDay(day: string): Day {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { from: zurichInstant(day, 0), to: zurichInstant(next, 0) };
}

/**
 * Reads a source from its beginning, some lines at a time. Judged are usage lines of the day, and those of which nobody can tell the
 * day or what they are. Throws `invalid_request` for a source that cannot be read.
 */
export async function* readDay(sources: readonly ImportSource[], day: Day): AsyncGenerator<DayRead> {
  for (const source of sources) {
    if (!isRead(source)) continue;
    for await (const some of source.lines()) {
      const lines: DayLine[] = [];
      const names = new Map<string, string>();
      for (const line of some) {
        if (line.kind === 'mandate') noteName(names, line);
        if (line.kind !== undefined && line.kind !== 'usage') continue;
        const read = readUsageLine(line, day);
        if (read) lines.push(read);
      }
      yield { lines, names, read: some.length, source: source.name };
    }
  }
}

/** Sources of other kinds say nothing about usage. */
export function isRead({ kind }: ImportSource): boolean {
  return kind === undefined || kind === 'usage' || kind === 'mandate';
}

function readUsageLine(line: SourceLine, { from, to }: Day): DayLine | undefined {
  const read = readImportLine(line);
  const at = instantOf('problem' in read ? line.value?.at : read.record.at);
  if (at && (at < from || at >= to)) return undefined;
  return 'problem' in read ? { line, ...read } : { line, record: read.record as UsageRecord };
}

function noteName(names: Map<string, string>, line: SourceLine): void {
  const read = readImportLine(line);
  if (!('problem' in read)) names.set(String(read.record.id), String(read.record.name));
}
