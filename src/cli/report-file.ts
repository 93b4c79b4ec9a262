import { open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { invalidRequest } from '#kernel/error.ts';

/** What a report must not take the place of. */
interface Inputs {
  /** A file, a directory, or the address of a database. */
  readonly source: string;
  readonly mapping: string | undefined;
}

/**
 * Refuses the file of `--report` before anything is read: a mistyped name should cost neither the work nor what stands there. An older
 * report stays as it is until the new one is written. Throws `invalid_request`.
 */
export async function requireReportFile(file: string, { source, mapping }: Inputs): Promise<void> {
  const place = await placeOf(file);
  const isInput = [await placeOf(source), mapping && (await placeOf(mapping))].includes(place);
  const isBeside = dirname(place) === (await placeOf(source)) && /\.(csv|jsonl|ndjson)$/.test(place);
  if (isInput || isBeside) {
    throw invalidRequest('report', `${JSON.stringify(file)} is, or would be, one of the files to be read`);
  }
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  try {
    await (await open(file, 'a')).close();
    if (!isThere) await rm(file);
  } catch {
    throw cannotBeWritten(file);
  }
}

/** Throws `invalid_request`. */
export async function writeReportFile(file: string, content: string): Promise<void> {
  await writeFile(file, content).catch(() => {
    throw cannotBeWritten(file);
  });
}

function cannotBeWritten(file: string) {
  return invalidRequest('report', `${JSON.stringify(file)} cannot be written`);
}

/** Where it is, whatever link leads there; of what is not there yet, where it would be. */
async function placeOf(path: string): Promise<string> {
  const directory = await realpath(dirname(path)).catch(() => dirname(path));
  return realpath(path).catch(() => join(directory, basename(path)));
}
