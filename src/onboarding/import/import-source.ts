import { findImportFiles, readImportFile } from './import-files.ts';
import type { ImportMapping } from './import-mapping.ts';
import { openPlatform, type Platform } from './import-platform.ts';

/** A file, a directory, or the address of a database. Throws `invalid_request`. */
export async function openImportSource(place: string, mapping: ImportMapping): Promise<Platform> {
  if (/^postgres(ql)?:\/\//.test(place)) return openPlatform(place, mapping);
  const files = await findImportFiles(place);
  return {
    sources: files.map((file) => ({ name: file.name, kind: file.kind, lines: () => readImportFile(file) })),
    close: async () => undefined,
  };
}

/** How a source is called where people read: never with a password. */
export function nameOfSource(place: string): string {
  return /^postgres(ql)?:\/\//.test(place)
    ? place.replace(/^([a-z]+:\/\/)[^/]*@/, '$1').replace(/\?.*$/, '')
    : place;
}
