import { open, readdir, stat } from 'node:fs/promises';
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
 * whose name does not say what it holds, or that is UTF-16.
 */
export async function findImportFiles(path: string): Promise<readonly ImportFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw invalidRequest('source', `${JSON.stringify(path)} is not there`);
  const names = found.isDirectory()
    ? (await readdir(path)).filter((name) => /\.(csv|jsonl|ndjson)$/.test(name)).toSorted()
    : [''];
  if (names.length === 0) throw invalidRequest('source', 'this directory has no file .csv or .jsonl');
  return Promise.all(names.map((name) => importFile(join(path, name))));
}

/** Throws `invalid_request` for a file that cannot be read to its end, or of which nobody can tell whom it is about. */
export async function* readImportFile({ kind, ...file }: ImportFile): SourceLines {
  try {
    const isCsv = kind !== undefined && file.name.endsWith('.csv');
    yield* isCsv ? readCsv({ ...file, kind }) : readJsonLines({ ...file, kind });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw invalidRequest(file.name, why);
  }
}

/** Excel saves "Unicode text" so; read as UTF-8, it would be a wrong byte at each letter. */
async function refuseUtf16(path: string, name: string): Promise<void> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const isMarked = ['fffe', 'feff'].includes(buffer.toString('hex'));
    if (isMarked || (bytesRead === 2 && buffer.includes(0))) {
      throw invalidRequest(name, 'is UTF-16: save it as UTF-8');
    }
  } finally {
    await handle.close();
  }
}

async function importFile(path: string): Promise<ImportFile> {
  const name = basename(path);
  const [, word = '', ending] = FILE_NAME.exec(name) ?? [];
  const kind = KIND_OF_NAME[word];
  if (kind === undefined && ending !== 'jsonl' && ending !== 'ndjson') {
    throw invalidRequest(
      name,
      `must begin with one of ${Object.keys(KIND_OF_NAME).join(', ')}, and end in .csv or .jsonl`,
    );
  }
  await refuseUtf16(path, name);
  return { path, name, kind, bytes: (await stat(path)).size };
}
