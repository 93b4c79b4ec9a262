import { findImportFiles, readImportFile } from './import-files.ts';
import type { ImportFile, ReadBytes } from './import-json-lines.ts';
import type { ImportMapping } from './import-mapping.ts';
import { openPlatform, type Platform } from './import-platform.ts';
import type { ImportSource } from './import-staging.ts';

/** A file, a directory, or the address of a database, whose queries are given up once it is to stop. Throws `invalid_request`. */
export async function openImportSource(
  place: string,
  mapping: ImportMapping,
  stop?: AbortSignal,
): Promise<Platform> {
  if (/^postgres(ql)?:\/\//.test(place)) return openPlatform(place, mapping, stop);
  const files = await findImportFiles(place);
  return {
    sources: files.map(fileSource),
    close: async () => undefined,
  };
}

function fileSource(file: ImportFile): ImportSource {
  const { name, kind, bytes } = file;
  let stream: ReadBytes | undefined;
  const opened = (given: ReadBytes) => {
    stream = given;
  };
  return {
    ...{ name, kind, bytes },
    bytesRead: () => stream?.bytesRead ?? 0,
    lines: () => readImportFile({ ...file, opened }),
  };
}

/** How a source is called where people read: never with a password. */
export function nameOfSource(place: string): string {
  return /^postgres(ql)?:\/\//.test(place)
    ? place.replace(/^([a-z]+:\/\/)[^/]*@/, '$1').replace(/\?.*$/, '')
    : place;
}
