import type { ImportSource } from './import-staging.ts';

/**
 * Told often how far a step has come: `done` of `total`, and undefined where the total is not known. `counted` is how people
 * read it; without it these are mandates.
 */
export type TellProgress = (step: string, done: number, total: number | undefined, counted?: string) => void;

/** For files by bytes, since nobody knows their lines; of a database the lines alone. */
export function readingProgress(
  sources: readonly ImportSource[],
  tell: TellProgress | undefined,
): (lines: number, name: string) => void {
  const size = sources.reduce((sum, { bytes = Number.NaN }) => sum + bytes, 0);
  const total = size > 0 ? size : undefined;
  return (lines, name) => {
    const read = sources.reduce((sum, { bytesRead }) => sum + (bytesRead?.() ?? 0), 0);
    tell?.('reading', read, total, `${lines.toLocaleString('en-US')} lines, ${name}`);
  };
}
