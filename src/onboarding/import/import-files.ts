import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { invalidRequest } from '#kernel/error.ts';
import { readCsv } from './import-csv.ts';
import { type ImportFile, readJsonLines } from './import-json-lines.ts';
import type { SourceLines } from './import-line.ts';
import type { ImportKind } from './import-record.ts';

/** How a file is named by what is in it: `users.csv`, `usage-2026-01.jsonl`. */
const KIND_OF_NAME: Readonly<Record<string, ImportKind>> = {
  mandates: 'mandate',
  users: 'user',
  memberships: 'membership',
  roles: 'role',
  usage: 'usage',
};
const FILE_NAME = /^([a-z]+)[^/]*\.(csv|jsonl|ndjson)$/;

/**
 * The files of a directory in the order of their names, or the one file. Throws `invalid_request` where there is none, or one
 * whose name does not say what it holds.
 */
export async function findImportFiles(path: string): Promise<readonly ImportFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw invalidRequest('source', `${JSON.stringify(path)} is not there`);
  if (!found.isDirectory()) return [importFile(path, found.size)];
  const names = (await readdir(path)).filter((name) => /\.(csv|jsonl|ndjson)$/.test(name)).toSorted();
  if (names.length === 0) throw invalidRequest('source', 'this directory has no file .csv or .jsonl');
  return Promise.all(
    names.map(async (name) => importFile(join(path, name), (await stat(join(path, name))).size)),
  );
}

/** Throws `invalid_request` for a file that cannot be read to its end. */
export async function* readImportFile(file: ImportFile): SourceLines {
  try {
    yield* file.name.endsWith('.csv') ? readCsv(file) : readJsonLines(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw invalidRequest(file.name, why);
  }
}

function importFile(path: string, bytes: number): ImportFile {
  const name = basename(path);
  const [, word = '', ending] = FILE_NAME.exec(name) ?? [];
  const kind = KIND_OF_NAME[word];
  if (kind === undefined && ending !== 'jsonl' && ending !== 'ndjson') {
    throw invalidRequest(
      name,
      `must begin with one of ${Object.keys(KIND_OF_NAME).join(', ')}, and end in .csv or .jsonl`,
    );
  }
  return { path, name, kind, bytes };
}
